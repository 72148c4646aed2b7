"""A refusal of this pure room: words to be translated where they are shown, and what was given."""


class Unclear(ValueError):
    """`words` is a message in Chinese that may hold %(given)s; `given` is what stood there."""

    def __init__(self, words: str, given: str = "") -> None:
        super().__init__(words % {"given": given})
        self.words, self.given = words, given
