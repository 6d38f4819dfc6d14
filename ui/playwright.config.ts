import { defineConfig } from '@playwright/test';

/** Browser tests drive the packaged server, which each worker starts for itself; Chromium is the machine's own. */
// eslint-disable-next-line no-restricted-syntax -- Playwright reads its configuration from the default export.
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['junit', { outputFile: '../target/browser-reports/TEST-browser.xml' }]],
  projects: [
    { name: 'journeys', testIgnore: 'pictures.spec.ts' },
    { name: 'pictures', testMatch: 'pictures.spec.ts' },
    // A trace would cost what is to be measured.
    { name: 'bench', testDir: 'bench', use: { trace: 'off', screenshot: 'off' } },
  ],
  use: {
    browserName: 'chromium',
    headless: true,
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'America/New_York',
    // Without its film, which has to be made of every frame; each step has the page's elements before and after it.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
    actionTimeout: 10_000,
    launchOptions: {
      executablePath: process.env['ATRIUM_CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-dev-shm-usage', '--force-prefers-reduced-motion'],
    },
  },
});
