# The participants service: its own package, `shared`, and the locked libraries.
#
#   docker build -f deploy/images/participants.Dockerfile -t teacher-services/participants:0.1.0 .
#
# A release pins the base by digest, which only whoever builds it can know:
#   --build-arg PYTHON=python:3.13-slim-bookworm@sha256:…
ARG PYTHON=python:3.13-slim-bookworm

FROM ${PYTHON} AS build
WORKDIR /build

# Building backends come first and are pinned like the rest, because pip fetches isolated ones
# unpinned. Every library then becomes a wheel, checked against the hashes in the lock.
COPY requirements/build.txt requirements/runtime.txt requirements/
RUN python -m pip install --no-cache-dir --require-hashes -r requirements/build.txt \
 && python -m pip wheel --no-cache-dir --require-hashes --no-build-isolation \
        --wheel-dir libraries -r requirements/runtime.txt

# From here on nothing is fetched. The environment has no pip and no backends of its own.
RUN python -m venv --without-pip /opt/service \
 && python -m pip --python /opt/service/bin/python install --no-cache-dir --no-index --no-deps \
        libraries/*.whl

# Our own code changes most often, so it comes last.
COPY shared shared
COPY participants_service participants_service
RUN python -m pip wheel --no-cache-dir --no-index --no-deps --no-build-isolation \
        --wheel-dir own ./shared ./participants_service \
 && python -m pip --python /opt/service/bin/python install --no-cache-dir --no-index --no-deps \
        own/*.whl

FROM ${PYTHON}
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="participants-service" \
      org.opencontainers.image.description="Lead Provider API v3" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

# In a container both listeners are reached from outside of it; what keeps the internal one internal
# is that nothing publishes its port. `production` refuses to start without a database.
ENV PATH="/opt/service/bin:${PATH}" \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    ENVIRONMENT=production \
    PARTICIPANTS_HOST=0.0.0.0 \
    PARTICIPANTS_PORT=8081 \
    PARTICIPANTS_INTERNAL_HOST=0.0.0.0 \
    PARTICIPANTS_INTERNAL_PORT=9081

COPY --from=build /opt/service /opt/service

# A number, so that Kubernetes can see that it is not root. It owns nothing in the image, and the
# root file system may be read-only: nothing is written at run time.
USER 10001:10001
EXPOSE 8081 9081

# Only that the process answers: a database out of reach is not mended by another container.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import http.client, os; c = http.client.HTTPConnection('127.0.0.1', int(os.environ['PARTICIPANTS_INTERNAL_PORT']), timeout=2); c.request('GET', '/livez'); raise SystemExit(c.getresponse().status != 200)"]

# serve · migrate · feed load · tokens · views rebuild|tick · changes prune
ENTRYPOINT ["/opt/service/bin/participants-service"]
CMD ["serve"]
