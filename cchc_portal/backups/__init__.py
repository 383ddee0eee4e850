"""The whole portal in one file, and back: the database, the stored files, and their digests."""
