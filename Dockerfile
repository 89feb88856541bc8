# The command alone, for a user without rights: `docker build -t playground . && docker run --rm -p 5001:5001 playground`.
# Settings are variables (`-e PLAYGROUND_RECORDS=100000`) or flags behind `start`.
FROM rust:1.95-alpine AS build
WORKDIR /src
COPY . .
# On Alpine it is linked statically.
RUN cargo build --release --locked --package connector-playground-cli

FROM scratch
COPY --from=build /src/target/release/playground /playground
COPY --from=build /src/LICENSE /LICENSE
USER 65532:65532
# All addresses of the container; which of them the world can reach is for `docker run -p` to say.
ENV PLAYGROUND_HOST=0.0.0.0
EXPOSE 5001
# There is no shell and no curl: the command asks itself, on the port that the flags of process 1 or the variables name.
HEALTHCHECK --interval=10s --timeout=5s --start-period=2s CMD ["/playground", "health"]
ENTRYPOINT ["/playground"]
CMD ["start"]
