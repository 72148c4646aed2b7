"""筑巢 Zhuchao: record once, answer every demand on time, show the source of every number."""

__version__ = "0.1.0"
