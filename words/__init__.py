"""What the product says: English and Chinese beside each other; results and a language in, messages out. Pure."""
