import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type SimulationLinkDatum,
  type SimulationNodeDatum,
} from 'd3-force';

export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface Neighbour {
  readonly id: string;
  /** Milliseconds there and back; null when not measured. */
  readonly latencyMs: number | null;
  /** It stands at the upper edge, as those do who only introduce others. */
  readonly above?: boolean;
}

export interface Field {
  readonly width: number;
  readonly height: number;
}

/** More would overlap; the table lists them all. */
export const MAX_PEERS_ON_MAP = 32;
/** Room for half a name beside, and for a name and a height below. */
const MARGIN_X = 64;
const MARGIN_TOP = 30;
const MARGIN_BOTTOM = 52;
/** Half a name, so that two beside each other can be read; where many stand, they stand closer. */
const ROOM = { least: 28, most: 60 } as const;
const SELF_ROOM = 62;
/** The forces have come to rest by then; it takes a few milliseconds. */
const TICKS = 200;
/** From here on, a peer is as far away as the map is large. */
const FAR_MS = 400;

interface Body extends SimulationNodeDatum {
  readonly id: string;
  readonly reach: number;
}

/** The middle of the map, where our own peer stands. */
export function centreOf({ width, height }: Field): Place {
  return { x: width / 2, y: (MARGIN_TOP + height - MARGIN_BOTTOM) / 2 };
}

/**
 * Places for our neighbours around us: the longer the answer takes, the farther away, and none upon another. Those who
 * had a place stay near it, so that one who comes or goes moves the others only a little. The same input always gives
 * the same map.
 */
export function placeNeighbours(
  neighbours: readonly Neighbour[],
  field: Field,
  before: ReadonlyMap<string, Place> = new Map(),
): Map<string, Place> {
  const centre = centreOf(field);
  const largest = Math.max(Math.min(field.width / 2 - MARGIN_X, field.height), field.height / 2 - MARGIN_BOTTOM);
  const self: Body = { id: '', reach: 0, x: 0, y: 0, fx: 0, fy: 0 };
  const bodies = neighbours.slice(0, MAX_PEERS_ON_MAP).map((neighbour, i): Body => {
    const old = before.get(neighbour.id);
    const angle = (i * Math.PI * (3 - Math.sqrt(5)) + Math.PI) % (2 * Math.PI);
    const reach = reachOf(neighbour.latencyMs, largest);
    const start = old ?? { x: centre.x + Math.cos(angle) * reach, y: centre.y + Math.sin(angle) * reach };
    const body: Body = { id: neighbour.id, reach, x: start.x - centre.x, y: start.y - centre.y };
    return neighbour.above === true ? { ...body, fy: MARGIN_TOP - centre.y } : body;
  });
  settle(self, bodies, field);
  keepInside(bodies, field, centre);
  const placeOf = ({ x = 0, y = 0 }: Body) => ({ x: Math.round(centre.x + x), y: Math.round(centre.y + y) });
  return new Map(bodies.map((body) => [body.id, placeOf(body)]));
}

function settle(self: Body, bodies: Body[], field: Field): void {
  const { width, height } = field;
  const room = Math.min(ROOM.most, Math.max(ROOM.least, 0.42 * Math.sqrt((width * height) / (bodies.length + 2))));
  const links = bodies.map((body): SimulationLinkDatum<Body> => ({ source: self, target: body }));
  forceSimulation([self, ...bodies])
    .force(
      'link',
      forceLink(links)
        .distance(({ target }) => (target as Body).reach)
        .strength(0.5),
    )
    .force('apart', forceManyBody().strength(-220))
    .force('room', forceCollide<Body>((body) => (body === self ? SELF_ROOM : room)).iterations(3))
    .force('x', forceX(0).strength(0.03 * Math.max(0, height / width - 0.5)))
    .force('y', forceY(0).strength(0.03 * Math.max(0, width / height - 0.5)))
    .force('walls', () => keepInside(bodies, field, centreOf(field)))
    .stop()
    .tick(TICKS);
}

/** From near (a network of this machine) to the edge of the map, by the logarithm of the latency. */
function reachOf(latencyMs: number | null, largest: number): number {
  const share = Math.log1p(Math.min(FAR_MS, Math.max(0, latencyMs ?? FAR_MS / 4))) / Math.log1p(FAR_MS);
  return largest * (0.55 + 0.45 * share);
}

/** Keeps the bodies on the map while they settle, so that the edge presses nobody upon another. */
function keepInside(bodies: readonly Body[], { width, height }: Field, centre: Place): void {
  for (const body of bodies) {
    body.x = Math.min(width - MARGIN_X, Math.max(MARGIN_X, centre.x + (body.x ?? 0))) - centre.x;
    body.y = Math.min(height - MARGIN_BOTTOM, Math.max(MARGIN_TOP, centre.y + (body.y ?? 0))) - centre.y;
  }
}
