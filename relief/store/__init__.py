"""The database: tables, records, repositories, the unit of work and the migrations."""
