export type Theme = 'system' | 'light' | 'dark';

const STORAGE_KEY = 'cheesechain.theme';
const ORDER: readonly Theme[] = ['system', 'light', 'dark'];

/** Light or dark: as the system says, until the person says otherwise. */
class ThemeChoice {
  choice = $state<Theme>('system');

  constructor() {
    const kept = localStorage.getItem(STORAGE_KEY);
    this.#apply(ORDER.find((theme) => theme === kept) ?? 'system');
  }

  next(): void {
    const theme = ORDER[(ORDER.indexOf(this.choice) + 1) % ORDER.length] ?? 'system';
    localStorage.setItem(STORAGE_KEY, theme);
    this.#apply(theme);
  }

  #apply(theme: Theme): void {
    this.choice = theme;
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }
}

export const theme = new ThemeChoice();
