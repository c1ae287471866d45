# One image, three commands: web (default), worker, handbook.
FROM python:3.12-slim-bookworm AS build
WORKDIR /src
RUN python -m venv /opt/handbook
COPY requirements.lock ./
RUN /opt/handbook/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY setup.cfg pyproject.toml README.md ./
COPY handbook_api handbook_api
COPY search_index search_index
RUN /opt/handbook/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.12-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /var/lib/handbook --create-home handbook
RUN install -d -o handbook -m 700 /var/lib/handbook/keys
COPY --from=build /opt/handbook /opt/handbook
COPY content /usr/share/handbook/content
ENV PATH=/opt/handbook/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    HANDBOOK_CONTENT_FOLDER=/usr/share/handbook/content \
    HANDBOOK_VAR_FOLDER=/var/lib/handbook \
    HANDBOOK_HOST=0.0.0.0 \
    HANDBOOK_EMBEDDED_WORKER=false
USER 10001
WORKDIR /var/lib/handbook
VOLUME /var/lib/handbook
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
ENTRYPOINT ["handbook"]
CMD ["serve", "--prepare"]
