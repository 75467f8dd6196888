import { MAP_HEIGHT, MAP_WIDTH, MAX_PEERS_ON_MAP, peerPlaces } from './peer-layout.ts';

describe('the map of peers', () => {
  it('keeps every peer on the map and none upon another', () => {
    for (let count = 1; count <= MAX_PEERS_ON_MAP; count++) {
      const places = peerPlaces(count);
      expect(new Set(places.map(({ x, y }) => `${x},${y}`)).size).toBe(count);
      for (const { x, y } of places) {
        expect(x > 40 && x < MAP_WIDTH - 40 && y > 30 && y < MAP_HEIGHT - 30).toBe(true);
      }
    }
  });
});
