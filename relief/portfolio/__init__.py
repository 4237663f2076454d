"""The demo's invented borrowers, and files of a lender's real ones: import and export."""
