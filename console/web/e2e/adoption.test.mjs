// An operator who adopts phones as they ask, has them fetch their files or reboot, and sees them take calls. Started by OutOfTheBoxTest of the module
// interop, to which it says what it sees.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chromium } from 'playwright-core';

const { CONSOLE_URL: url, CONSOLE_PASSWORD: password, MACS: macs, NUDGE: nudge, CHROMIUM: executablePath } = process.env;

test('phones that ask are adopted in two clicks each, register and take calls', { timeout: 240_000 }, async () => {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    context.setDefaultTimeout(90_000); // phones that nobody knows ask now and then
    const page = await context.newPage();
    const faults = [];
    page.on('pageerror', (e) => faults.push(e.message));
    page.on('console', (message) => { if (message.type() === 'error' && !/status of 401/.test(message.text())) faults.push(message.text()); });
    const view = (name) => page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
    const rowOf = (mac) => page.getByRole('row').filter({ has: page.getByRole('link', { name: mac, exact: true }) });

    await page.goto(url);
    await page.getByLabel('User').fill('admin');
    await page.getByLabel('Password').fill(password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Now' }).waitFor();
    await view('Devices');

    const users = new Map();
    for (const mac of macs.split(',')) {
      await page.getByLabel('Phones that asked').getByRole('button', { name: `Adopt ${mac}` }).click();
      const form = page.getByRole('form', { name: `Adopt ${mac}` });
      const account = form.getByRole('combobox', { name: 'Accounts' });
      await page.waitForFunction((its) => document.querySelector(`input[list=people-${its}]`)?.value, mac);
      // Whoever asks by TFTP cannot say what it is.
      if (await form.getByLabel('Model').inputValue() === '') await form.getByLabel('Model').selectOption('t38g');
      users.set(mac, await account.inputValue());
      await form.getByRole('button', { name: 'Adopt it' }).click();
      await page.getByText(`${mac} is adopted`).waitFor();
      console.log(`adopted ${mac} for ${users.get(mac)}`);
    }

    for (const mac of users.keys()) await rowOf(mac).getByText('registered', { exact: true }).waitFor();
    for (const [mac, user] of users) {
      await rowOf(mac).getByRole('link', { name: mac, exact: true }).click();
      await page.getByRole('heading', { name: mac }).waitFor();
      await page.locator('.steps [aria-current=step]').getByText('registered').waitFor();
      const line = page.getByRole('definition').filter({ has: page.getByRole('link', { name: user, exact: true }) });
      await line.getByText('registered', { exact: true }).waitFor();
      await page.getByText('What it is told when it asks now').waitFor();
      if (nudge === 'reboot') {
        await page.getByRole('button', { name: 'Reboot …' }).click();
        await page.getByRole('button', { name: 'Reboot it, which ends its calls' }).click();
      } else {
        await page.getByRole('button', { name: 'Fetch now' }).click();
      }
      const told = nudge === 'reboot' ? 'told to start anew: it answered 200' : 'told to look for new files: it answered 200';
      await page.getByRole('definition').getByText(told).waitFor();
      await page.getByRole('button', { name: 'What happened to it' }).click();
      await page.getByRole('cell', { name: told }).waitFor();
      console.log(`told ${mac}`);
      await view('Devices');
    }

    await view('Now');
    for (const user of users.values()) {
      const call = page.getByRole('region', { name: 'Calls in progress' }).getByRole('row').filter({ hasText: user });
      await call.getByText('answered', { exact: true }).waitFor();
      console.log(`talks ${user}`);
    }
    assert.deepEqual(faults, []);
  } finally {
    await browser.close();
  }
});
