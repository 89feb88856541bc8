// The variables of a process that are this server's. Kubernetes sets others of like names for a service that is called `playground`, such as
// PLAYGROUND_PORT=tcp://10.0.0.1:5001 and PLAYGROUND_SERVICE_HOST=10.0.0.1.
const ADDRESS = /^(tcp|udp|sctp):\/\//i;
const SERVICE = /^PLAYGROUND_(SERVICE_(HOST|PORT)|PORT_\d+_(TCP|UDP|SCTP))(_|$)/;

/** Variables without those of Kubernetes; `say` gets a line about a port that was none. */
export function ownVariables(variables, say = console.error) {
  const { PLAYGROUND_PORT: port } = variables;
  const isAddress = ADDRESS.test(port ?? "");
  if (isAddress) say(`PLAYGROUND_PORT=${port} is ignored: it is no port, but what Kubernetes sets for a service called playground`);
  const isOwn = (name) => !SERVICE.test(name) && !(isAddress && name === "PLAYGROUND_PORT");
  return Object.fromEntries(Object.entries(variables).filter(([name]) => isOwn(name)));
}
