import { FrameFlag } from '#adapters/tcp/frame';
import { COMMANDS } from '#domain/peer-network/commands';
import { CaptureFile, type Said } from '../wire/capture-file.ts';
import { protocolExamples } from './protocol-examples.ts';

/** Where the capture's encrypted session and the refused one are: found by their preambles on any port. */
export const ENCRYPTED_PORT = 9_009;
/** Where its frames without encryption are. */
export const PLAINTEXT_PORT = 9_010;

/** The frames of docs/protocol.md, in its order, by who says them. */
const FRAMES: readonly (readonly [name: string, by: Said['by']])[] = [
  ['A greeting', 'client'],
  ['Its welcome', 'server'],
  ['A health check', 'client'],
  ['A question for headers', 'client'],
  ['A question for two transactions of a block', 'client'],
  ['The outcome of an announcement', 'server'],
  ['The answer to an unknown command', 'server'],
];

/** The examples of docs/protocol.md as a capture: an encrypted session, a refused one, and frames in the clear. */
export function exampleCapture(): Buffer {
  const examples = protocolExamples();
  const bytesOf = (name: string): Buffer => {
    const hex = examples[name];
    if (hex === undefined) throw new Error(`docs/protocol.md has no example: ${name}`);
    return Buffer.from(hex, 'hex');
  };
  const client = (...names: string[]): Said => ({ by: 'client', bytes: Buffer.concat(names.map(bytesOf)) });
  const server = (...names: string[]): Said => ({ by: 'server', bytes: Buffer.concat(names.map(bytesOf)) });
  return new CaptureFile()
    .connection(ENCRYPTED_PORT, [
      client('The preamble'),
      server('The preamble'),
      client('Message 1'),
      server('Message 2'),
      client('Message 3', "The initiator's first message after it"),
    ])
    .connection(ENCRYPTED_PORT, [client('The preamble'), server('The preamble', 'The goodbye to another network')])
    .connection(PLAINTEXT_PORT, [
      ...FRAMES.map(([name, by]) => ({ by, bytes: bytesOf(name) })),
      { by: 'server', bytes: oneWayAddresses(bytesOf('The record in an ADDRESSES payload')) },
      client('A goodbye'),
    ])
    .bytes();
}

/** The page has the payload alone. */
function oneWayAddresses(payload: Buffer): Buffer {
  const header = Buffer.alloc(10);
  header.writeUInt32LE(payload.length, 0);
  header.set([COMMANDS.ADDRESSES, FrameFlag.oneWay], 4);
  return Buffer.concat([header, payload]);
}
