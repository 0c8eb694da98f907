// What Prosody reads: its configuration and its accounts, as text. Pure.
import { pubsubServiceOf } from '../../servers/protocol/xmpp.ts';

/** A person who may log in. */
export interface PeerAccount {
  readonly id: string;
  readonly password: string;
}

/** What a Prosody of ours differs in from one run to the next. */
export interface ProsodySettings {
  /** Addresses to listen on, without brackets. */
  readonly interfaces: readonly string[];
  readonly port: number;
  /** Folder that is its own, and goes with it. */
  readonly directory: string;
  readonly domain: string;
  /** Whose bare JID may create nodes and publish on all of them. */
  readonly publisher: string;
  /** Modules beyond those that PubSub over WebSocket needs. */
  readonly modules: readonly string[];
}

const neededModules = ['saslauth', 'disco', 'ping', 'presence', 'message', 'iq', 'http', 'websocket'];

/**
 * prosody.cfg.lua.
 *
 * Like with like, and in doubt in Prosody's favour: PubSub keeps its items in memory, as the lab's feed does, for a file
 * written at each publish would be compared with none; Nagle's algorithm is off and the accept queue long, as in Node;
 * and Lua's generational collector is on, for the incremental one that Prosody begins with starts over at 5 % more memory
 * and takes three to four times the CPU (measured with `--peer prosody`: 340 µs a delivery against 110, at 20 events a
 * second to 200 subscribers).
 *
 * mod_limits, which slows a client down, and mod_smacks (XEP-0198) are not loaded: a Finesse server offers no stream
 * management, and neither does the lab's default profile. All else is as Prosody comes.
 */
export const prosodyConfig = (settings: ProsodySettings): string => {
  const { interfaces, port, directory, domain, publisher, modules } = settings;
  const listOf = (items: readonly string[]): string => `{ ${items.map(quoted).join(', ')} }`;
  return `-- Written by the bench of the Transport Lab; it goes with its folder.
run_as_root = true -- a private user namespace maps whoever runs it to root
data_path = ${quoted(`${directory}/data`)}
certificates = ${quoted(directory)}
pidfile = ${quoted(`${directory}/prosody.pid`)}
log = { { levels = { min = "info" }, to = "file", filename = ${quoted(`${directory}/${logName}`)} } }
network_backend = "epoll"
gc = { mode = "generational" }
network_settings = { nagle = false, tcp_backlog = 4096 }
interfaces = ${listOf(interfaces)}
http_interfaces = ${listOf(interfaces)}
http_ports = { ${port} }
https_ports = {}
c2s_ports = {}
c2s_direct_tls_ports = {}
s2s_ports = {}
modules_enabled = ${listOf([...neededModules, ...modules])}
modules_disabled = { "s2s", "tls", "offline" }
authentication = "internal_plain"
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
consider_websocket_secure = true
consider_bosh_secure = true
http_default_host = ${quoted(domain)}
http_paths = { websocket = "/ws", bosh = "/http-bind" }
admins = ${listOf([`${publisher}@${domain}`])}

VirtualHost ${quoted(domain)}

Component ${quoted(pubsubServiceOf(domain))} "pubsub"
    storage = "memory"
    autocreate_on_publish = true
    autocreate_on_subscribe = true
`;
};

/** The log's name inside the folder. */
export const logName = 'prosody.log';

/** One account as internal_plain keeps it. */
export const accountFile = ({ password }: PeerAccount): string => `return { ["password"] = ${quoted(password)}; };\n`;

/** Where that file lies below `data_path`; util.datamanager writes all but ASCII letters and digits as `%xx`. */
export const accountPath = (domain: string, { id }: PeerAccount): string =>
  `${encodeName(domain)}/accounts/${encodeName(id)}.dat`;

/** The version, as Prosody says it in its log; `null` = it does not. */
export const versionIn = (log: string): string | null => /Prosody version (\S+)/.exec(log)?.[1] ?? null;

/** The last lines of a log in one, for the end of a sentence. */
export const tailOf = (log: string, lines = 3): string =>
  log
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-lines)
    .join(' | ');

const encodeName = (name: string): string =>
  name.replaceAll(/[^0-9A-Za-z]/g, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  );

/** A Lua string (Lua 5.4 manual §3.1): the escapes of JSON that can stand in a path, a name or a password mean the same. */
const quoted = (text: string): string => JSON.stringify(text);
