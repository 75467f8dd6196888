export interface Place {
  readonly x: number;
  readonly y: number;
}

export const MAP_WIDTH = 640;
export const MAP_HEIGHT = 360;
export const CENTRE: Place = { x: MAP_WIDTH / 2, y: MAP_HEIGHT / 2 };
/** More would overlap; the table lists them all. */
export const MAX_PEERS_ON_MAP = 24;

/**
 * Places for `count` peers on an ellipse around our own, beginning at the top and evenly spread: the same peers always
 * stand in the same places, so nothing jumps while one watches.
 */
export function peerPlaces(count: number): Place[] {
  return Array.from({ length: count }, (_, i) => {
    const angle = (2 * Math.PI * i) / count - Math.PI / 2 + (count === 2 ? Math.PI / 2 : 0);
    return {
      x: Math.round(CENTRE.x + Math.cos(angle) * MAP_WIDTH * 0.36),
      y: Math.round(CENTRE.y + Math.sin(angle) * MAP_HEIGHT * 0.34),
    };
  });
}
