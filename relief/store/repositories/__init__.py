"""The repositories, a class a table or a family of tables."""
