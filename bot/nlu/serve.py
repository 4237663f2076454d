"""`python -m bot.nlu.serve`: Rasa's server as the product runs it.

The same as `rasa run` with the project's own files, but: loopback only, the API's token comes from the environment (a
command-line argument could be read by every user of the machine), and the action server's port follows the environment.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Read the environment, load the newest model, serve until stopped."""
    os.chdir(PROJECT)
    sys.path.insert(0, str(PROJECT))
    models = os.environ.get("EVENKEEL_MODELS", str(PROJECT / "models"))
    token = os.environ.get("EVENKEEL_RASA_TOKEN")
    if not token:
        sys.exit("EVENKEEL_RASA_TOKEN is not set. `python -m bot run` sets it; set it yourself to run Rasa alone.")

    import rasa.utils.log_utils
    from rasa.core.run import serve_application
    from rasa.core.utils import AvailableEndpoints
    from rasa.utils.endpoints import EndpointConfig

    rasa.utils.log_utils.configure_structlog()
    import bot.nlu.startup  # noqa: F401 - removes known costs of Rasa's hot path

    endpoints = AvailableEndpoints.read_endpoints(str(PROJECT / "endpoints.yml"))
    port = os.environ.get("EVENKEEL_ACTIONS_PORT", "5055")
    options = dict(endpoints.action.kwargs) if endpoints.action else {}
    endpoints.action = EndpointConfig(url=f"http://127.0.0.1:{port}/webhook", **options)
    serve_application(
        model_path=models,
        interface="127.0.0.1",
        port=int(os.environ.get("EVENKEEL_RASA_PORT", "5005")),
        credentials=str(PROJECT / "credentials.yml"),
        auth_token=token,
        enable_api=True,
        endpoints=endpoints,
    )


if __name__ == "__main__":
    main()
