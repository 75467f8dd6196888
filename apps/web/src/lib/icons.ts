/** Line icons on a 24 × 24 grid, drawn for this page; each is the `d` of one stroked path. */
export const ICONS = {
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM15.4 15.4 20 20',
  copy: 'M9 9h10v11H9zM5 15V4h10',
  check: 'm4.5 12.5 5 5 10-11',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2v2.5M12 19.5V22M2 12h2.5M19.5 12H22M5 5l1.7 1.7M17.3 17.3 19 19M5 19l1.7-1.7M17.3 6.7 19 5',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5Z',
  system: 'M3 5h18v11H3zM9 20h6M12 16v4',
  arrow: 'M4 12h15M13 6l6 6-6 6',
  back: 'M20 12H5M11 6l-6 6 6 6',
  pick: 'M4 20 14 10M8 4c5-1 11 3 12 12M8 4l3 4M20 16l-4-3',
  send: 'M4 12 20 4l-5 16-3.5-6.5z',
  receive: 'M12 4v12M6 11l6 6 6-6M4 20h16',
  key: 'M8 10.5a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM11 12 20 3M16 7l3 3',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  warning: 'M12 4 2.5 20h19zM12 10v4.5M12 17.2v.3',
  refresh: 'M19 8a8 8 0 1 0 1 6M20 4v4.5h-4.5',
  stop: 'M7 7h10v10H7z',
} as const;

export type IconName = keyof typeof ICONS;
