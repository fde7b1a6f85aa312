"""Every test of the manifests is one for each environment."""

import pytest

from tests.deploy.kubernetes.manifests import ENVIRONMENTS, SERVICES, Manifests, render


@pytest.fixture(params=ENVIRONMENTS)
def manifests(request: pytest.FixtureRequest) -> Manifests:
    return render(request.param)


@pytest.fixture(params=SERVICES)
def service(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name
