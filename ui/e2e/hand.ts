import { expect, type Locator, type Page } from '@playwright/test';

/**
 * The most clicks that each part of the lesson may take the short way. One sheet does T1, T2, T3, T5, T7 and T8 for a
 * customer; what is typed is sent by Enter.
 */
export const budget = {
  'T1-T3, T5, T7, T8 a sheet for each of two customers': 17,
  'T4 check the sensors': 1,
  'T6 check the offices': 1,
  'T8b two activations': 2,
  'T9 look as Emma': 4,
  'G4 customer with device and dashboard': 8,
} as const;
export type Line = keyof typeof budget;
/** All tasks of the lesson together. */
export const wholeLesson = 25;

/**
 * A hand at the mouse that counts its clicks: presses of the main button, nothing else, as the page itself notices
 * them. Choosing in a list is two, opening and picking, unless the list opened by itself.
 */
export class Hand {
  private constructor(readonly page: Page) {}

  static async on(page: Page): Promise<Hand> {
    const listen = () => {
      document.addEventListener(
        'pointerdown',
        (event) => {
          if (!event.isTrusted || event.button !== 0) return;
          sessionStorage.setItem('clicks', String(Number(sessionStorage.getItem('clicks') ?? 0) + 1));
        },
        true,
      );
    };
    await page.addInitScript(listen);
    await page.evaluate(listen);
    return new Hand(page);
  }

  clicks(): Promise<number> {
    return this.page.evaluate(() => Number(sessionStorage.getItem('clicks') ?? 0));
  }

  /** How many clicks some steps take. */
  async count(steps: () => Promise<void>): Promise<number> {
    const before = await this.clicks();
    await steps();
    return (await this.clicks()) - before;
  }

  // ---- the console -----------------------------------------------------------------------------------------------

  async go(name: string): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name, exact: true }).click();
    await expect(this.page.getByRole('heading', { level: 1, name, exact: true })).toBeVisible();
  }

  async tab(name: string): Promise<void> {
    await this.page.getByRole('tab', { name, exact: true }).click();
  }

  /** An icon at the end of a row. */
  async act(action: string, of: string): Promise<void> {
    await this.page.getByRole('button', { name: `${action}: ${of}`, exact: true }).click();
  }

  /** An entry of the menu at the end of a row. */
  async menu(entry: string, of: string): Promise<void> {
    await this.act('More actions', of);
    await this.page.getByRole('menuitem', { name: entry, exact: true }).click();
  }

  row(name: string): Locator {
    return this.page.getByRole('row').filter({ has: this.page.getByRole('button', { name, exact: true }) });
  }

  // ---- dialogs ---------------------------------------------------------------------------------------------------

  get dialog(): Locator {
    return this.page.locator('section[role="dialog"]');
  }

  /** A field of the dialog; of two with one name, as those of a customer and of his first user, the upper. */
  field(name: string): Locator {
    const required = new RegExp(`^${name}( \\*)?$`);
    return this.dialog
      .getByRole('textbox', { name: required })
      .or(this.dialog.getByRole('combobox', { name: required }))
      .first();
  }

  /** Types where the cursor stands by itself. */
  async type(field: string, text: string): Promise<void> {
    await expect(this.field(field)).toBeFocused();
    await this.page.keyboard.type(text);
  }

  async press(name: string): Promise<void> {
    await this.dialog.getByRole('button', { name, exact: true }).click();
  }

  async pick(option: string | RegExp): Promise<void> {
    await this.page.getByRole('option', { name: option, exact: true }).click();
  }

  /** Opens a list and picks from it, for each of several anew: it closes on a choice. */
  async choose(field: string, ...options: readonly (string | RegExp)[]): Promise<void> {
    for (const option of options) {
      await this.dialog.getByRole('combobox', { name: field, exact: true }).click();
      await this.pick(option);
    }
  }

  /** Sends what the dialog says; it is gone when the server has done it. */
  async send(verb: string): Promise<void> {
    await this.press(verb);
    await expect(this.dialog).toHaveCount(0);
  }
}

/** What each line took; every line keeps within its budget. */
export class Tally {
  readonly lines = new Map<Line, number>();

  add(line: Line, clicks: number): void {
    this.lines.set(line, clicks);
    console.log(`clicks | ${line} | ${clicks} | at most ${budget[line]}`);
    expect(clicks, line).toBeLessThanOrEqual(budget[line]);
  }

  get sum(): number {
    return [...this.lines.values()].reduce((sum, clicks) => sum + clicks, 0);
  }
}
