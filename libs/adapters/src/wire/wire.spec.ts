import fc from 'fast-check';
import { COMMANDS } from '#domain/peer-network/commands';
import { utf8 } from '#domain/primitives/bytes';
import { MESSAGE_KINDS } from '#test/wire/message-arbitraries';
import { commandOf, maxPayloadBytes, ONE_WAY_CODECS, REQUEST_CODECS, RESPONSE_CODECS } from './protocol.ts';

const NO_HASH = '0'.repeat(64);

describe.each(MESSAGE_KINDS)('the message $name', ({ codec, message }) => {
  it('comes out as it went in, in no more bytes than its command allows', () => {
    fc.assert(
      fc.property(message, (sent) => {
        const payload = codec.encode(sent);
        expect(payload.length).toBeLessThanOrEqual(codec.maxBytes);
        expect(codec.decode(payload)).toEqual({ ok: true, value: sent });
      }),
      { numRuns: 50 },
    );
  });

  it('has one form: changed bytes are another message or none', () => {
    const change = fc.record({
      at: fc.nat(),
      value: fc.nat(255),
      cut: fc.nat(9),
      more: fc.uint8Array({ maxLength: 9 }),
    });
    fc.assert(
      fc.property(message, fc.array(change, { minLength: 1, maxLength: 4 }), (sent, changes) => {
        let payload = codec.encode(sent);
        for (const { at, value, cut, more } of changes) {
          const changed = payload.slice(0, cut < 6 ? payload.length : Math.max(0, payload.length - cut));
          if (changed.length > 0) changed[at % changed.length] = value;
          payload = cut === 5 ? Uint8Array.from([...changed, ...more]) : changed;
        }
        const decoded = codec.decode(payload);
        if (decoded.ok) expect(Buffer.from(codec.encode(decoded.value)).equals(payload)).toBe(true);
        else expect(decoded.refusal).toMatchObject({ code: 'message-malformed', reason: expect.any(String) });
      }),
      { numRuns: 200 },
    );
  });

  it('is refused whatever bytes stand in its place, without a throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (payload) => {
        const decoded = codec.decode(payload);
        if (decoded.ok) expect(Buffer.from(codec.encode(decoded.value)).equals(payload)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe('texts of messages', () => {
  const { DISCONNECT } = ONE_WAY_CODECS;
  const payloadOf = (text: Uint8Array) => Uint8Array.from([4, 0, 0, 0, ...text]);

  it.each([
    ['an ESC', '\u001b[31m'],
    ['a line feed', 'a\nb'],
    ['a control of the upper range', 'a\u009bb'],
    ['a mark that turns the direction', 'a\u202eb'],
    ['a byte order mark', '\ufeffleaving'],
    ['a line separator', 'a\u2028b'],
  ])('hold no %s', (_name, text) => {
    expect(DISCONNECT.decode(payloadOf(utf8(text)))).toMatchObject({ ok: false });
  });

  it('are UTF-8, shortest form', () => {
    expect(DISCONNECT.decode(payloadOf(Uint8Array.of(0xc1, 0x81)))).toMatchObject({ ok: false });
    expect(DISCONNECT.decode(payloadOf(utf8('größer')))).toEqual({ ok: true, value: { code: 'größer' } });
  });

  it('have at most 64 bytes', () => {
    expect(DISCONNECT.decode(payloadOf(utf8('x'.repeat(64))))).toMatchObject({ ok: true });
    expect(DISCONNECT.decode(payloadOf(utf8('x'.repeat(65))))).toMatchObject({ ok: false });
    expect(() => DISCONNECT.encode({ code: 'x'.repeat(65) })).toThrow('65 bytes');
  });
});

describe('numbers of messages', () => {
  it('are in range, or nothing is sent: SSZ alone would wrap them', () => {
    const status = { height: 2 ** 32, tipHash: NO_HASH as never, totalWork: 0n };
    expect(() => REQUEST_CODECS.HCK.encode(status)).toThrow('4294967296');
    expect(() => REQUEST_CODECS.HCK.encode({ ...status, height: 1.5 })).toThrow('1.5');
    expect(() => REQUEST_CODECS.HCK.encode({ ...status, height: 0, totalWork: 1n << 256n })).toThrow('2^256');
  });

  it('of a sequence stay below 2^53', () => {
    const endpoint = { host: 'a', port: 1 };
    const record = {
      identityKey: new Uint8Array(32),
      endpoint,
      sequence: 2 ** 53 - 1,
      expiresAt: 0,
      signature: new Uint8Array(64),
    };
    const payload = RESPONSE_CODECS.ADDRESSES.encode({ records: [record] });
    expect(RESPONSE_CODECS.ADDRESSES.decode(payload)).toMatchObject({ ok: true });
    const at = payload.findIndex((byte, i) => byte === 0xff && payload[i + 6] === 0x1f);
    payload[at + 6] = 0x20;
    expect(RESPONSE_CODECS.ADDRESSES.decode(payload)).toMatchObject({ ok: false });
  });

  it('of an outcome are those of the seven outcomes', () => {
    const payload = RESPONSE_CODECS.BRCHEESEACK.encode({ outcome: 'refused', code: '' });
    payload[0] = 7;
    expect(RESPONSE_CODECS.BRCHEESEACK.decode(payload)).toMatchObject({ ok: false });
  });

  it('of places in a block rise', () => {
    const request = (indexes: number[]) =>
      REQUEST_CODECS.GETBLOCKTRANSACTIONS.encode({ blockHash: NO_HASH as never, indexes });
    expect(REQUEST_CODECS.GETBLOCKTRANSACTIONS.decode(request([0, 1, 7]))).toMatchObject({ ok: true });
    for (const indexes of [
      [1, 1],
      [2, 1],
    ]) {
      expect(REQUEST_CODECS.GETBLOCKTRANSACTIONS.decode(request(indexes))).toMatchObject({ ok: false });
    }
  });
});

describe('commands', () => {
  it('have a name for each number and nothing for the others', () => {
    for (let number = 0; number < 256; number++) {
      const name = commandOf(number);
      if (name === undefined) expect(maxPayloadBytes(number)).toBeUndefined();
      else expect(COMMANDS[name]).toBe(number);
    }
    expect([13, 14, 15].map(commandOf)).toEqual([undefined, undefined, undefined]);
  });

  it('can each carry an error', () => {
    const longest = ONE_WAY_CODECS.DISCONNECT.encode({ code: 'x'.repeat(64) });
    for (const number of Object.values(COMMANDS))
      expect(maxPayloadBytes(number)).toBeGreaterThanOrEqual(longest.length);
  });
});
