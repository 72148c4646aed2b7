"""筑巢 Zhuchao: a district records once, answers every demand on time, and can show the source of every number."""

__version__ = "0.1.0"
