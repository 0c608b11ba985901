# Two steps: build the wheel, then install it with the hash-pinned requirements as a user without rights.
FROM python:3.12-slim AS build
WORKDIR /src
RUN pip install --no-cache-dir hatchling
COPY pyproject.toml README.md LICENSE faq.yaml ./
COPY bot bot
COPY handlers handlers
COPY knowledge knowledge
RUN pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir /wheels .

FROM python:3.12-slim
ENV PYTHONUNBUFFERED=1 HOIDAP_HOST=0.0.0.0 HOIDAP_PORT=8080 HOIDAP_DATA_DIR=/data
WORKDIR /app
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY --from=build /wheels /wheels
RUN pip install --no-cache-dir --no-deps /wheels/*.whl \
    && useradd --system --home-dir /app hoidap \
    && install -d -o hoidap /data
USER hoidap
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/health', timeout=4)"]
CMD ["hoidap", "run"]
