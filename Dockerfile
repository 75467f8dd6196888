# The programs as images: `docker build --target tracker .` and `docker build --target peer .`; with BuildKit and without.

ARG BASE_IMAGE=node:24-bookworm-slim

# What compiles; no image that runs has any of it.
FROM ${BASE_IMAGE} AS toolchain
RUN apt-get update \
 && apt-get install --yes --no-install-recommends g++ make python3 tini \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /build
# Node's own headers are in the base image, so nothing but packages is fetched; the SQLite module is always compiled
# here, for no binary of it comes with the package. What the header mends is told in it.
COPY scripts/native/ /native/
ENV npm_config_nodedir=/usr/local \
    npm_config_build_from_source=better-sqlite3 \
    CXXFLAGS="-include /native/plain-object-wrap.h"

# Of package.json only what decides the packages: a new script, say, must not install them all anew.
FROM ${BASE_IMAGE} AS manifest
WORKDIR /manifest
COPY package.json package-lock.json .npmrc ./
RUN node -e " \
  const { name, dependencies, devDependencies, overrides, allowScripts } = JSON.parse(fs.readFileSync('package.json')); \
  fs.writeFileSync('package.json', JSON.stringify({ name, dependencies, devDependencies, overrides, allowScripts }));"

FROM toolchain AS packages
COPY --from=manifest /manifest/ ./
RUN npm install --include=dev --no-audit --no-fund

# Below /image everything lies where it is to run, with one time: a COPY of the whole tree keeps that for every folder,
# too, so that the same packages and the same sources make the same layers, wherever and whenever they are built.
# Of the packages only what runs; tini passes signals on and reaps what is orphaned, wherever the container runs.
FROM packages AS libraries
COPY scripts/prune-packages.mjs scripts/
RUN npm prune --omit=dev --no-audit --no-fund \
 && node scripts/prune-packages.mjs node_modules \
 && node -e "new (require('better-sqlite3'))(':memory:').close(); require('secp256k1')" \
 && mkdir --parents /image/app /image/usr/local/bin \
 && cp --archive node_modules /image/app/ \
 && cp /usr/bin/tini-static /image/usr/local/bin/tini \
 && find /image -exec touch --no-dereference --date=@0 {} +

FROM packages AS build
COPY package.json tsconfig.base.json ./
COPY scripts/ scripts/
COPY libs/ libs/
COPY apps/ apps/
RUN node scripts/build.mjs --no-install \
 && rm -rf dist/.built dist/apps/cli \
 && find dist -type f \( -name '*.d.ts' -o -name '*.map' -o -name '*.tsbuildinfo' \) -delete

FROM ${BASE_IMAGE} AS program
WORKDIR /image/app
COPY package.json ./
COPY --from=build /build/dist/ dist/
COPY deploy/container/ container/
# Rights, too, are not those of whoever cloned the sources.
RUN chmod --recursive u=rwX,go=rX /image \
 && find /image -exec touch --no-dereference --date=@0 {} +

FROM ${BASE_IMAGE} AS runtime
RUN mkdir /data /run/cheesechain && chown 1000:1000 /data /run/cheesechain && chmod 700 /data \
 && touch --date=@0 /data /run/cheesechain /run
COPY --from=libraries /image/ /
COPY --from=program /image/ /
WORKDIR /app
ENV NODE_ENV=production \
    CHEESE_DATA_DIR=/data \
    CHEESE_P2P_HOST=0.0.0.0 \
    CHEESE_HTTP_HOST=0.0.0.0
USER 1000:1000
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=3 CMD ["node", "/app/container/health-check.mjs"]
ENTRYPOINT ["tini", "--"]

FROM runtime AS tracker
ENV CHEESE_P2P_PORT=9999 \
    CHEESE_HTTP_PORT=9998
EXPOSE 9999 9998
CMD ["node", "/app/dist/apps/tracker/src/main.js"]
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="cheesechain tracker" \
      org.opencontainers.image.description="Introduces the peers of a cheesechain network to each other." \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

FROM runtime AS peer
ENV CHEESE_P2P_PORT=9009 \
    CHEESE_HTTP_PORT=5005
EXPOSE 9009 5005
CMD ["node", "/app/dist/apps/peer/src/main.js"]
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="cheesechain peer" \
      org.opencontainers.image.description="Full node, miner, wallet, HTTP API and page of a cheesechain network." \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
