import { readFileSync } from 'node:fs';
import type { NoiseHashName } from './noise-symmetric-state.ts';
import { NoiseTransport } from './noise-transport.ts';
import { type HandshakeRole, NoiseXxHandshake } from './noise-xx-handshake.ts';
import { generateX25519KeyPair, x25519KeyPairFromRaw } from './x25519.ts';

interface Vector {
  protocol_name: string;
  init_prologue: string;
  init_static: string;
  init_ephemeral: string;
  resp_prologue: string;
  resp_static: string;
  resp_ephemeral: string;
  handshake_hash: string;
  messages: { payload: string; ciphertext: string }[];
}

const file = new URL('../../../../test/vectors/noise_xx.json', import.meta.url);
const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as { vectors: Vector[] };
const hex = (text: string) => Buffer.from(text, 'hex');

function handshakeOf(vector: Vector, role: HandshakeRole): NoiseXxHandshake {
  const side = role === 'initiator' ? 'init' : 'resp';
  return new NoiseXxHandshake({
    role,
    prologue: hex(vector[`${side}_prologue`]),
    staticKeys: x25519KeyPairFromRaw(hex(vector[`${side}_static`])),
    ephemeralKeys: x25519KeyPairFromRaw(hex(vector[`${side}_ephemeral`])),
    hash: vector.protocol_name.split('_').at(-1) as NoiseHashName,
  });
}

function pair(): [NoiseXxHandshake, NoiseXxHandshake] {
  const prologue = Buffer.from('both agree');
  const make = (role: HandshakeRole) => new NoiseXxHandshake({ role, prologue, staticKeys: generateX25519KeyPair() });
  return [make('initiator'), make('responder')];
}

describe('the Noise XX handshake', () => {
  it('has two published vectors to agree with, one of them of our own protocol', () => {
    expect(vectors.map((vector) => vector.protocol_name)).toEqual([
      'Noise_XX_25519_ChaChaPoly_BLAKE2s',
      'Noise_XX_25519_ChaChaPoly_SHA256',
    ]);
  });

  it.each(vectors)('writes and reads every byte of the published vector $protocol_name', (vector) => {
    const sides = [handshakeOf(vector, 'initiator'), handshakeOf(vector, 'responder')] as const;
    for (const [i, { payload, ciphertext }] of vector.messages.slice(0, 3).entries()) {
      const message = sides[i % 2 === 0 ? 0 : 1].writeMessage(hex(payload));
      expect(message?.toString('hex')).toBe(ciphertext);
      expect(sides[i % 2 === 0 ? 1 : 0].readMessage(hex(ciphertext))?.toString('hex')).toBe(payload);
    }
    const outcomes = [sides[0].finish(), sides[1].finish()] as const;
    for (const outcome of outcomes) {
      expect(Buffer.from(outcome.handshakeHash).toString('hex')).toBe(vector.handshake_hash);
    }
    expect(outcomes[0].remoteStaticKey).toEqual(x25519KeyPairFromRaw(hex(vector.resp_static)).publicKey);
    expect(outcomes[1].remoteStaticKey).toEqual(x25519KeyPairFromRaw(hex(vector.init_static)).publicKey);

    const transports = outcomes.map((outcome) => new NoiseTransport(outcome.sendCipher, outcome.receiveCipher));
    for (const [i, { payload, ciphertext }] of vector.messages.slice(3).entries()) {
      const [writer, reader] = i % 2 === 0 ? [transports[1], transports[0]] : [transports[0], transports[1]];
      const sealed = writer?.seal(hex(payload));
      expect(Buffer.concat([sealed?.ciphertext ?? hex(''), sealed?.tag ?? hex('')]).toString('hex')).toBe(ciphertext);
      expect(reader?.open(hex(ciphertext))?.toString('hex')).toBe(payload);
    }
  });

  it('refuses every message in which any one byte was changed', () => {
    for (let position = 0; position < 96; position++) {
      const [initiator, responder] = pair();
      responder.readMessage(initiator.writeMessage(Buffer.alloc(0)) ?? Buffer.alloc(0));
      const second = responder.writeMessage(Buffer.alloc(0));
      if (second === undefined) throw new Error('no second message');
      second[position] = (second[position] as number) ^ 1;
      expect(initiator.readMessage(second)).toBeUndefined();
      expect(() => initiator.finish()).toThrow('not finished');
    }
  });

  it('refuses a message cut at any length', () => {
    for (let length = 0; length < 96; length++) {
      const [initiator, responder] = pair();
      responder.readMessage(initiator.writeMessage(Buffer.alloc(0)) ?? Buffer.alloc(0));
      const second = responder.writeMessage(Buffer.alloc(0));
      expect(initiator.readMessage(second?.subarray(0, length) ?? Buffer.alloc(0))).toBeUndefined();
    }
  });

  // The points of order 1, 2, 4 and 8 and their non-canonical twins (RFC 7748, section 6.1; the curve's own list).
  it.each([
    '0000000000000000000000000000000000000000000000000000000000000000',
    '0100000000000000000000000000000000000000000000000000000000000000',
    'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
    '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  ])('refuses the low-order key %s, with which the secret would be known to all', (key) => {
    const [, responder] = pair();
    expect(responder.readMessage(hex(key))).toBeDefined();
    expect(responder.writeMessage(Buffer.alloc(0))).toBeUndefined();
    expect(() => responder.finish()).toThrow('not finished');
  });

  it('fails when the two sides have not the same prologue', () => {
    const make = (role: HandshakeRole, prologue: string) =>
      new NoiseXxHandshake({ role, prologue: Buffer.from(prologue), staticKeys: generateX25519KeyPair() });
    const [initiator, responder] = [make('initiator', 'one'), make('responder', 'two')];
    responder.readMessage(initiator.writeMessage(Buffer.alloc(0)) ?? Buffer.alloc(0));
    expect(initiator.readMessage(responder.writeMessage(Buffer.alloc(0)) ?? Buffer.alloc(0))).toBeUndefined();
  });

  it('throws when it is asked to speak out of turn: a bug of ours', () => {
    const [initiator, responder] = pair();
    expect(() => initiator.readMessage(Buffer.alloc(32))).toThrow('not the turn to read');
    expect(() => responder.writeMessage(Buffer.alloc(0))).toThrow('not the turn to write');
    expect(() => initiator.finish()).toThrow('not finished');
  });
});
