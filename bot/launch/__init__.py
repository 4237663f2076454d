"""Starting and watching the three processes."""
