"""Platform exports as they are downloaded: recognised by their headers, read into canonical tables."""
