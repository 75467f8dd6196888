import { centreOf, MAX_PEERS_ON_MAP, type Neighbour, type Place, placeNeighbours } from './peer-layout.ts';

const DESKTOP = { width: 1_050, height: 420 };
const PHONE = { width: 300, height: 460 };

const neighbours = (count: number, latencyMs: number | null = 3): Neighbour[] =>
  Array.from({ length: count }, (_, i) => ({ id: `peer-${i}`, latencyMs }));

const distance = (a: Place, b: Place) => Math.hypot(a.x - b.x, a.y - b.y);

describe('the map of peers', () => {
  it.each([
    ['a desktop', DESKTOP],
    ['a phone', PHONE],
  ])('keeps every peer on the map of %s, and none upon another', (_, field) => {
    for (const count of [1, 2, 3, 8, field === PHONE ? 12 : MAX_PEERS_ON_MAP]) {
      const places = [...placeNeighbours(neighbours(count), field).values()];
      expect(places).toHaveLength(count);
      for (const [i, place] of places.entries()) {
        expect(place.x).toBeGreaterThan(40);
        expect(place.x).toBeLessThan(field.width - 40);
        expect(place.y).toBeGreaterThan(20);
        expect(place.y).toBeLessThan(field.height - 40);
        for (const other of places.slice(0, i)) expect(distance(place, other)).toBeGreaterThan(26);
      }
    }
  });

  it('draws the same peers in the same places', () => {
    expect(placeNeighbours(neighbours(5), DESKTOP)).toEqual(placeNeighbours(neighbours(5), DESKTOP));
  });

  it('puts who answers slowly farther away', () => {
    const places = placeNeighbours(
      [
        { id: 'near', latencyMs: 1 },
        { id: 'far', latencyMs: 300 },
      ],
      DESKTOP,
    );
    const centre = centreOf(DESKTOP);
    const [near, far] = [places.get('near'), places.get('far')] as [Place, Place];
    expect(distance(far, centre)).toBeGreaterThan(distance(near, centre) + 30);
  });

  it('moves those who stay only a little when somebody comes', () => {
    const before = placeNeighbours(neighbours(4), DESKTOP);
    const after = placeNeighbours(neighbours(5), DESKTOP, before);
    for (const [id, place] of before) expect(distance(place, after.get(id) as Place)).toBeLessThan(150);
  });

  it('draws no more than there is room for', () => {
    expect(placeNeighbours(neighbours(100), DESKTOP).size).toBe(MAX_PEERS_ON_MAP);
  });
});
