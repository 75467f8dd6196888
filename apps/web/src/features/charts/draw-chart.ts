import type uPlot from 'uplot';
import { clockTime, compact, grouped } from '../../lib/format.ts';

const HEIGHT_PX = 176;
/** Room for the longest label of the left axis, such as “98.8 M”. */
const AXIS_PX = 58;

const HEIGHT_STEPS = [1, 2, 5, 10, 20, 50, 100];
/** 1, 2, 5, 10 … up to more payments than a block takes. */
const WHOLE_STEPS = [0, 1, 2, 3, 4].flatMap((power) => [1, 2, 5].map((step) => step * 10 ** power));
const TIME_STEPS_S = [10, 30, 60, 300, 900, 3_600, 10_800, 43_200];

export interface ChartWish {
  readonly kind: 'line' | 'bars';
  readonly axis: 'height' | 'time';
  readonly whole: boolean;
  /** Which point the mouse or finger is on; undefined when it left. */
  readonly point: (index: number | undefined) => void;
}

export interface DrawnChart {
  readonly plot: uPlot;
  readonly stop: () => void;
}

/**
 * Draws an empty chart into an element and keeps it as wide as that. The library comes with the first chart, so that
 * whoever looks at none does not load it.
 */
export async function drawChart(host: HTMLElement, wish: ChartWish): Promise<DrawnChart> {
  const [{ default: Plot }] = await Promise.all([import('uplot'), import('uplot/dist/uPlot.min.css')]);
  const plot = new Plot(optionsOf(Plot, host, wish), [[], [], []], host);
  const watcher = new ResizeObserver(([entry]) => {
    const width = Math.floor(entry?.contentRect.width ?? 0);
    if (width > 0 && width !== plot.width) plot.setSize({ width, height: HEIGHT_PX });
  });
  watcher.observe(host);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  // Whole, since bars keep their colour with their shape.
  const recolour = () => plot.redraw();
  dark.addEventListener('change', recolour);
  const stop = () => {
    watcher.disconnect();
    dark.removeEventListener('change', recolour);
    plot.destroy();
  };
  return { plot, stop };
}

/** A colour of the page as it is now: a canvas does not know the page's variables, nor light from dark. */
function colour(host: HTMLElement, name: string): string {
  const probe = document.createElement('i');
  probe.style.color = `var(--${name})`;
  host.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

function optionsOf(
  Plot: typeof uPlot,
  host: HTMLElement,
  { kind, axis: along, whole, point }: ChartWish,
): uPlot.Options {
  const paint = (name: string) => () => colour(host, name);
  const axis = { stroke: paint('ink-soft'), font: '12px system-ui, sans-serif', ticks: { show: false } };
  const bars = Plot.paths.bars?.({ size: [0.7, 24], radius: 0.15 });
  const main: uPlot.Series =
    kind === 'bars' && bars !== undefined
      ? { fill: paint('chart-bar'), width: 0, paths: bars, points: { show: false } }
      : { stroke: paint('chart-line'), width: 2.5, fill: paint('glow'), points: { show: false } };
  return {
    width: Math.max(1, host.clientWidth),
    height: HEIGHT_PX,
    legend: { show: false },
    cursor: { y: false, drag: { setScale: false }, points: { size: 9 } },
    scales: { x: { time: false, auto: false }, y: { auto: false } },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 28,
        space: 70,
        incrs: along === 'height' ? HEIGHT_STEPS : TIME_STEPS_S,
        values: (_, at) => at.map(along === 'height' ? grouped : clockTime),
      },
      {
        ...axis,
        size: AXIS_PX,
        space: 44,
        grid: { stroke: paint('line'), width: 1 },
        ...(whole ? { incrs: WHOLE_STEPS } : {}),
        values: (_, at) => at.map(compact),
      },
    ],
    series: [{}, main, { stroke: paint('chart-line'), width: 2.5, points: { show: false } }],
    hooks: { setCursor: [({ cursor }) => point(cursor.idx ?? undefined)] },
  };
}
