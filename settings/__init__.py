"""The typed form of config.toml and of data/, loaded with every mistake at once."""
