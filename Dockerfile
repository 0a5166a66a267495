# tests/test_package.py runs these very steps without docker, so it must know every instruction used here.
FROM python:3.12-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE requirements.lock requirements-runtime.lock ./
COPY bot bot
COPY handlers handlers
COPY prompts prompts
COPY migrations migrations
# The build backend is the one of the lock: its block is what follows its name, up to a line that does not go on.
RUN python -m venv /src/tools \
 && awk '/^setuptools==/ {found = 1} found {print} found && !/\\$/ {exit}' requirements.lock > build.lock \
 && /src/tools/bin/python -m pip install --no-cache-dir -q --require-hashes -r build.lock \
 && /src/tools/bin/python -m pip wheel --no-cache-dir -q --no-deps --no-build-isolation -w dist .
RUN python -m venv --without-pip /opt/tutti \
 && /src/tools/bin/python -m pip --python /opt/tutti/bin/python install --no-cache-dir -q --require-hashes \
    -r requirements-runtime.lock \
 && /src/tools/bin/python -m pip --python /opt/tutti/bin/python install --no-cache-dir -q --no-deps \
    --no-index dist/*.whl \
 && mkdir -p /data

FROM python:3.12-slim
COPY --from=build /opt/tutti /opt/tutti
COPY --from=build --chown=10001:10001 /data /data
ENV PATH=/opt/tutti/bin:$PATH PYTHONUNBUFFERED=1 HOME=/data TUTTI_HOST=0.0.0.0
WORKDIR /data
VOLUME /data
USER 10001:10001
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
  CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f\"http://127.0.0.1:{os.environ.get('TUTTI_PORT') or 3000}/healthz\", timeout=4)"]
CMD ["tutti", "serve"]
