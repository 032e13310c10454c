"""Does the identity provider that is set answer as one does?"""

_PATIENCE = 5.0  # seconds
_TOLD = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")


def provider_fault(address: str) -> str:
    """What is wrong with its metadata, asked for as a sign-in does; empty where nothing is."""
    import httpx  # noqa: PLC0415 - no other command needs it

    try:
        answer = httpx.get(address, timeout=_PATIENCE).raise_for_status()
        metadata = answer.json()
    except httpx.HTTPStatusError as error:
        return str(error.response.status_code)
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        return str(error) or type(error).__name__
    except ValueError:
        return "no JSON"
    missing = [name for name in _TOLD if not isinstance(metadata, dict) or name not in metadata]
    return f"no {', '.join(missing)}" if missing else ""
