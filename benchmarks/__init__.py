"""What the README claims about speed and memory, measured in one run: `make bench`."""
