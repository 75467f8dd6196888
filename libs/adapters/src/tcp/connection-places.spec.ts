import {
  ConnectionPlaces,
  MAX_HANDSHAKES,
  MAX_HANDSHAKES_OF_LOOPBACK,
  MAX_HANDSHAKES_PER_ADDRESS,
  MAX_SESSIONS_PER_ADDRESS,
} from './connection-places.ts';

const HERE = '127.0.0.1';
const THERE = '192.0.2.7';

describe('places for connections from outside', () => {
  /** Takes until it is refused; gives the places and the refusal's code. */
  const fill = (places: ConnectionPlaces, host: string) => {
    const taken = [];
    for (;;) {
      const next = places.take(host);
      if ('refusal' in next) return { taken, code: next.refusal.code };
      taken.push(next.place);
    }
  };

  it('are few for the handshakes of one address', () => {
    const places = new ConnectionPlaces({ maxInboundSessions: 100 });
    const { taken, code } = fill(places, THERE);
    expect([taken.length, code]).toEqual([MAX_HANDSHAKES_PER_ADDRESS, 'too-many-handshakes-of-address']);
    expect(places.take('192.0.2.8')).toHaveProperty('place');
    taken[0]?.release();
    taken[0]?.release();
    expect(places.take(THERE)).toHaveProperty('place');
    expect(places.take(THERE)).not.toHaveProperty('place');
  });

  it('are counted together for the addresses that one owner of IPv6 has for nothing', () => {
    const places = new ConnectionPlaces({ maxInboundSessions: 100 });
    let taken = 0;
    for (let i = 1; i <= 2 * MAX_HANDSHAKES_PER_ADDRESS; i++) {
      if ('place' in places.take(`2001:db8:0:7::${i.toString(16)}`)) taken++;
    }
    expect(taken).toBe(MAX_HANDSHAKES_PER_ADDRESS);
    expect(places.take('2001:db8:0:8::1')).toHaveProperty('place');
    // At home every address is a machine of ours.
    for (let i = 1; i <= MAX_HANDSHAKES_PER_ADDRESS + 1; i++) {
      expect(places.take(`fd00::${i.toString(16)}`)).toHaveProperty('place');
    }
  });

  it('are never all taken by this machine', () => {
    const places = new ConnectionPlaces({ maxInboundSessions: 100 });
    expect(fill(places, HERE).taken.length).toBe(MAX_HANDSHAKES_OF_LOOPBACK);
    expect(places.take(THERE)).toHaveProperty('place');
  });

  it('are bounded for all handshakes together', () => {
    const places = new ConnectionPlaces({ maxInboundSessions: 1_000 });
    let count = 0;
    for (let i = 0; i < MAX_HANDSHAKES; i++) if ('place' in places.take(`192.0.2.${i}`)) count++;
    expect(count).toBe(MAX_HANDSHAKES);
    expect(places.take('198.51.100.1')).toEqual({ refusal: { code: 'too-many-handshakes', limit: MAX_HANDSHAKES } });
  });

  it('pass from handshake to session, of which one address has few as well', () => {
    const places = new ConnectionPlaces({ maxInboundSessions: 1_000 });
    const sessions = [];
    for (let i = 0; i < MAX_SESSIONS_PER_ADDRESS; i++) {
      const next = places.take(THERE);
      if ('refusal' in next) throw new Error(next.refusal.code);
      expect(next.place.becomeSession()).toBeUndefined();
      sessions.push(next.place);
    }
    expect(places.take(THERE)).toMatchObject({ refusal: { code: 'too-many-sessions-of-address' } });
    sessions[0]?.release();
    expect(places.take(THERE)).toHaveProperty('place');
  });

  it.each([HERE, '192.168.1.7', '::1', 'fd00::7'])(
    'are as many as there are for the sessions of %p, which is at home',
    (host) => {
      const places = new ConnectionPlaces({ maxInboundSessions: 1_000 });
      for (let i = 0; i < 2 * MAX_SESSIONS_PER_ADDRESS; i++) {
        const next = places.take(host);
        if ('refusal' in next) throw new Error(next.refusal.code);
        expect(next.place.becomeSession()).toBeUndefined();
      }
    },
  );

  it('are refused to a handshake that ends when the last session place has gone', () => {
    const places = new ConnectionPlaces({ maxInboundSessions: 1 });
    const [first, second] = [places.take(HERE), places.take(HERE)];
    if ('refusal' in first || 'refusal' in second) throw new Error('no place');
    expect(first.place.becomeSession()).toBeUndefined();
    expect(second.place.becomeSession()).toEqual({ code: 'too-many-sessions', limit: 1 });
    second.place.release();
    first.place.release();
    expect(places.take(HERE)).toHaveProperty('place');
  });
});
