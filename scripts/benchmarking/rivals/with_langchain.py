"""LangChain: a loader, the recursive splitter, FAISS as its store, as its tutorial puts them together."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarking.rivals.playing import Found, Search, main

CHARACTERS, OVERLAP = 1000, 200
"""Of a passage, as in the tutorial."""


class LangChain:
    """A rival of several packages, their defaults kept."""

    def __init__(self, model: Path) -> None:
        from langchain_community.document_loaders import DirectoryLoader, TextLoader
        from langchain_community.vectorstores import FAISS
        from langchain_huggingface import HuggingFaceEmbeddings
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        self._loader: Any = lambda folder: DirectoryLoader(
            str(folder), glob="**/*.txt", loader_cls=TextLoader, loader_kwargs={"encoding": "utf-8"}
        )
        self._splitter: Any = RecursiveCharacterTextSplitter(chunk_size=CHARACTERS, chunk_overlap=OVERLAP)
        self._store: Any = FAISS
        self._embeddings: Any = HuggingFaceEmbeddings(model_name=str(model))

    def build(self, articles: Path, index: Path) -> int:
        """Make the index and return how many passages it holds."""
        passages = self._splitter.split_documents(self._loader(articles).load())
        self._store.from_documents(passages, self._embeddings).save_local(str(index))
        return len(passages)

    @contextmanager
    def opened(self, index: Path) -> Iterator[Search]:
        """Lend a search of the index."""
        # It is pickled, and was written by us a moment ago.
        store = self._store.load_local(str(index), self._embeddings, allow_dangerous_deserialization=True)

        def search(question: str, limit: int) -> list[Found]:
            passages = store.similarity_search(question, k=limit)
            return [Found(Path(one.metadata["source"]).name, one.page_content) for one in passages]

        yield search


if __name__ == "__main__":
    main(LangChain)
