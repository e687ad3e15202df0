"""The machinery of Seven Perspectives on LLMs, the executable edition."""
