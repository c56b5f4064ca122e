# syntax=docker/dockerfile:1

# Packages apart from the rest: this layer is built again only when they change.
FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# Without development packages: the image has a Node of its own, and nothing is compiled.
RUN npm ci --omit=dev --no-audit --no-fund && npm cache clean --force

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY package.json LICENSE ./
COPY src src
COPY seeds seeds
COPY config config
# The store, the one thing written to: readable by its owner only, since it knows who subscribed to whom.
RUN install --directory --owner=node --group=node --mode=0700 data
VOLUME /app/data
# Everything else may be mounted read-only; Node keeps its compile cache in /tmp where it can.
USER node
# The program handles it: polling stops, what is under way is finished within ten seconds, the rest stays in the outbox.
STOPSIGNAL SIGTERM
# No HEALTHCHECK of its own: what it would ask is off until `health.port` is set. docs/operations.md has the line for it.
# The flag keeps it small: without it short-lived objects take 30 MB more before they are swept.
CMD ["node", "--max-semi-space-size=4", "src/start.js", "run"]
