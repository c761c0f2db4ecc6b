"""Everything foreseen that can go wrong, for both packages.

    ArticleQAError              one line: what failed, on what, what to do next; exit code 1
    ├── ConversationsError      conversations cannot be kept or read (qa.dialogue.conversation_file)
    ├── QuestionError           the question or an option cannot be used; exit code 2
    ├── ReadError               a file or folder cannot be read as articles
    │   ├── NoArticleError          sound, and not meant as articles, as a program's settings
    │   └── FetchError              an address does not give what is asked of it (index.fetching.answers)
    ├── LibraryError            the library directory or its database
    │   ├── LibraryMissingError     there is no library there
    │   ├── LibraryNewerError       a later version made it
    │   ├── LibraryMismatchError    made with another embedder or other passages
    │   ├── LibraryDamagedError     the database cannot be read
    │   └── LibraryBusyError        another process is writing to it
    └── ModelError              an embedding or language model cannot be used
        └── RefusedError            a server answers with another status than 200 (qa.models.refusals)

They are caught in two places: the command's `main` and the chat's worker.
"""


class ArticleQAError(Exception):
    """The root of all foreseen trouble; `str()` of it is the line the reader sees."""

    exit_code = 1


class QuestionError(ArticleQAError):
    """The question, or an option beside it, cannot be used as given."""

    exit_code = 2


class ReadError(ArticleQAError):
    """A file or folder cannot be read as articles; `str()` is the reason."""


class NoArticleError(ReadError):
    """A file is sound and holds no article, nor is meant to; met in a folder, it is passed over."""


class LibraryError(ArticleQAError):
    """The library directory cannot be created, opened, read or written."""


class LibraryMissingError(LibraryError):
    """There is no library in the directory given."""


class LibraryNewerError(LibraryError):
    """The library was written by a later version of the program."""


class LibraryMismatchError(LibraryError):
    """The library was made with another embedder or other passage settings."""


class LibraryDamagedError(LibraryError):
    """The database is not one of ours, or is truncated or corrupt."""


class LibraryBusyError(LibraryError):
    """Another process holds the library for writing."""


class ModelError(ArticleQAError):
    """A model file is missing, corrupt, or of a kind that cannot be run."""
