# The four services as containers: a static binary, no shell, not root. One file for all:
#
#	docker build --build-arg SERVICE=authserver -t quartet/authserver .
ARG SERVICE

FROM golang:1.26-bookworm AS build
ENV GOWORK=off CGO_ENABLED=0 GOFLAGS=-buildvcs=false
ARG SERVICE
WORKDIR /src/$SERVICE
COPY shared/go.mod shared/go.sum ../shared/
COPY docs/go.mod ../docs/
COPY $SERVICE/go.mod $SERVICE/go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY shared ../shared
COPY docs ../docs
COPY $SERVICE .
# What --version prints; empty: unknown. The tag leaves out HTTP/2 (0.5 MB): what is in front of a
# service speaks HTTP/1.1 with it, and so do the services with others. -gcflags turns inlining off in the
# one package of go-redis with its 600 commands, of which each is linked several times (2.1 MB).
ARG VERSION=
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    go build -tags nethttpomithttp2 -gcflags=github.com/redis/go-redis/v9=-l -trimpath -ldflags="-s -w -X quartet.example/shared/service.version=$VERSION" -o /out/ ./cmd/$SERVICE && mkdir /secrets

# The certificates are for https requests to documents of clients. The services use no time zone but UTC.
FROM scratch AS base
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
USER 65532:65532

# A container has its own network: the ports that are published decide who can reach a
# service, so each one listens on all addresses.
FROM base AS authserver
COPY --from=build --chown=65532:65532 --chmod=700 /secrets /secrets
ENV AUTHSERVER_LISTEN=:9000
EXPOSE 9000
HEALTHCHECK --interval=2s --timeout=3s --start-period=10s --retries=3 CMD ["/authserver", "health"]
ENTRYPOINT ["/authserver"]

FROM base AS resourceserver
ENV RESOURCESERVER_LISTEN=:9001
EXPOSE 9001
HEALTHCHECK --interval=2s --timeout=3s --start-period=10s --retries=3 CMD ["/resourceserver", "health"]
ENTRYPOINT ["/resourceserver"]

FROM base AS client
ENV CLIENT_LISTEN=:8080
EXPOSE 8080
HEALTHCHECK --interval=2s --timeout=3s --start-period=10s --retries=3 CMD ["/client", "health"]
ENTRYPOINT ["/client"]

FROM base AS inspector
ENV INSPECTOR_LISTEN=:9002
EXPOSE 9002
HEALTHCHECK --interval=2s --timeout=3s --start-period=10s --retries=3 CMD ["/inspector", "health"]
ENTRYPOINT ["/inspector"]

FROM $SERVICE
ARG SERVICE
COPY --from=build /out/$SERVICE /
