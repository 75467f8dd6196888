import { connect, type Socket } from 'node:net';
import { HandshakeSocket } from '#adapters/tcp/handshake-socket';
import { generateNodeIdentity } from '#adapters/tcp/node-identity';
import { NoiseXxHandshake } from '#adapters/tcp/noise-xx-handshake';
import { encodePreamble, PREAMBLE_BYTES, PROTOCOL_VERSION } from '#adapters/tcp/preamble';
import { shakeHands } from '#adapters/tcp/shake-hands';
import { type Endpoint } from '#domain/peer-network/endpoint';
import { ZERO_HASH } from '#domain/primitives/hash';
import { onTheWire, staticKeysOf } from '../tcp/raw-handshake.ts';
import type { Attack, Target } from './attack.ts';
import { withTimeout } from './with-timeout.ts';

/** Longer than any handshake may take. */
const GIVE_UP_MS = 9_000;
const HANDSHAKE_TIMEOUT_MS = 5_000;
const BYTE_EVERY_MS = 100;
const FLOOD_CONNECTIONS = 60;
const SECOND_MESSAGE_BYTES = 192;

/** What is done with connections, before there is a session. */
export const CONNECTION_ATTACKS: readonly Attack[] = [
  { name: 'half-open sockets', attackers: 8, pauseMs: 50, once: (target) => talk(target, async () => undefined) },
  {
    name: 'slow writers',
    attackers: 4,
    pauseMs: 50,
    once: (target) =>
      talk(target, async (socket) => {
        for (const byte of encodePreamble(target.network.genesisHash)) {
          if (socket.destroyed) return;
          socket.write(Buffer.of(byte));
          await new Promise((resolve) => setTimeout(resolve, BYTE_EVERY_MS));
        }
      }),
  },
  {
    name: 'wrong network',
    attackers: 1,
    pauseMs: 100,
    once: (target) => talk(target, says(encodePreamble(ZERO_HASH))),
  },
  {
    name: 'wrong version',
    attackers: 1,
    pauseMs: 100,
    once: (target) => talk(target, says(encodePreamble(target.network.genesisHash, PROTOCOL_VERSION + 1))),
  },
  {
    name: 'another protocol',
    attackers: 1,
    pauseMs: 100,
    once: (target) => talk(target, says(Buffer.from('GET / HTTP/1.1\r\nHost: cheese\r\n\r\n'.repeat(40)))),
  },
  { name: 'replayed handshake', attackers: 1, pauseMs: 100, once: replay },
  { name: 'stolen identity', attackers: 1, pauseMs: 100, once: steal },
  { name: 'connection flood', attackers: 1, pauseMs: 1_000, once: flood },
];

function says(bytes: Uint8Array) {
  return async (socket: Socket): Promise<void> => {
    socket.write(bytes);
  };
}

/**
 * Connects, acts, and waits until the target closes: `goodbye N` with the reason of one in the clear, `closed` when
 * nothing but a preamble and at most one message of the handshake came, `reset` when not even that.
 */
async function talk(
  { endpoint }: Target,
  act: (socket: Socket, received: () => Buffer) => Promise<void>,
): Promise<string> {
  const socket = connect(endpoint.port, endpoint.host);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => undefined);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  const received = (): Buffer => Buffer.concat(chunks);
  socket.once('connect', () => void act(socket, received));
  const isOver = await withTimeout(
    closed.then(() => true),
    GIVE_UP_MS,
  );
  socket.destroy();
  if (isOver === undefined) return 'open';
  const bytes = received();
  if (bytes.length === 0) return 'reset';
  if (bytes.length === PREAMBLE_BYTES + 3) return `goodbye ${bytes[PREAMBLE_BYTES + 2]}`;
  return bytes.length <= PREAMBLE_BYTES + 2 + SECOND_MESSAGE_BYTES ? 'closed' : 'answered';
}

/** All that an honest initiator said in a handshake of its own, said again on another connection. */
async function replay(target: Target): Promise<string> {
  const recorded: Buffer[] = [];
  const socket = connect(target.endpoint.port, target.endpoint.host);
  const write = socket.write.bind(socket);
  socket.write = (bytes: string | Uint8Array) => {
    recorded.push(Buffer.from(bytes as Uint8Array));
    return write(bytes);
  };
  const stream = new HandshakeSocket(socket, HANDSHAKE_TIMEOUT_MS);
  const identity = generateNodeIdentity();
  const hands = await shakeHands(stream, { role: 'initiator', identity, genesisHash: target.network.genesisHash });
  stream.abandon();
  return hands.ok ? talk(target, says(Buffer.concat(recorded))) : 'reset';
}

/** Says to be the honest peer, with the very proof that this one gave to the thief, over a static key of its own. */
async function steal(target: Target): Promise<string> {
  const { genesisHash } = target.network;
  const proof = await proofOf(target.honest, genesisHash);
  if (proof === undefined) return 'reset';
  const preamble = encodePreamble(genesisHash);
  return talk(target, async (socket, received) => {
    const prologue = Buffer.concat([preamble, preamble]);
    const noise = new NoiseXxHandshake({
      role: 'initiator',
      prologue,
      staticKeys: staticKeysOf(generateNodeIdentity()),
    });
    socket.write(Buffer.concat([preamble, onTheWire(noise.writeMessage(new Uint8Array(0)))]));
    const end = PREAMBLE_BYTES + 2 + SECOND_MESSAGE_BYTES;
    while (received().length < end && !socket.destroyed) await new Promise((resolve) => setTimeout(resolve, 5));
    if (socket.destroyed || noise.readMessage(received().subarray(PREAMBLE_BYTES + 2, end)) === undefined) return;
    socket.write(onTheWire(noise.writeMessage(proof)));
  });
}

/** Dials an honest peer as anybody may, and keeps the proof of identity that it gives. */
async function proofOf(
  { host, port }: Endpoint,
  genesisHash: Target['network']['genesisHash'],
): Promise<Uint8Array | undefined> {
  const preamble = encodePreamble(genesisHash);
  const stream = new HandshakeSocket(connect(port, host), HANDSHAKE_TIMEOUT_MS);
  try {
    const prologue = Buffer.concat([preamble, preamble]);
    const noise = new NoiseXxHandshake({
      role: 'initiator',
      prologue,
      staticKeys: staticKeysOf(generateNodeIdentity()),
    });
    stream.write(preamble, onTheWire(noise.writeMessage(new Uint8Array(0))));
    const answer = await stream.read(PREAMBLE_BYTES + 2 + SECOND_MESSAGE_BYTES);
    return answer === undefined ? undefined : noise.readMessage(answer.subarray(PREAMBLE_BYTES + 2));
  } finally {
    stream.abandon();
  }
}

async function flood(target: Target): Promise<string> {
  const words = await Promise.all(Array.from({ length: FLOOD_CONNECTIONS }, () => talk(target, async () => undefined)));
  return words.includes('open') ? 'open' : 'reset';
}
