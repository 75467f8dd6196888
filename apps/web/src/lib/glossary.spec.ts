import { GLOSSARY, GLOSSARY_CHAPTERS } from './glossary.ts';

describe('the words of the chain', () => {
  it('stand each in one chapter', () => {
    const told = GLOSSARY_CHAPTERS.flatMap(({ words }) => words);
    expect([...told].sort()).toEqual(Object.keys(GLOSSARY).sort());
  });

  it('and the chapters have titles that no other has', () => {
    const titles = [...Object.values(GLOSSARY), ...GLOSSARY_CHAPTERS].map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
  });

  it('are explained in sentences, shortly', () => {
    for (const { title, text } of Object.values(GLOSSARY)) {
      expect(title).toMatch(/^[A-Z]/);
      expect(text).toMatch(/^[A-Z].*\.$/);
      expect(text.length).toBeLessThan(260);
    }
  });
});
