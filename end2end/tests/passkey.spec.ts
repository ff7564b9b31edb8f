// Passkeys, with a device in software: made, used by button and from the list under the address, and removed (D28).
import type { CDPSession } from '@playwright/test'
import { newcomer, post } from './support/newcomers.ts'
import { signIn } from './support/people.ts'
import { axeInBoth, expect, goto, type Page, test } from './support/test.ts'

// Passkeys belong to a name; a number cannot have any.
test.use({ serverOptions: { demo: false, args: [], name: 'localhost' } })

interface Device {
  cdp: CDPSession
  authenticatorId: string
}

/** A device that knows its person and is touched. */
async function device(page: Page): Promise<Device> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  })
  return { cdp, authenticatorId }
}

/** Whether it answers by itself, as if somebody held a finger on it. */
async function held({ cdp, authenticatorId }: Device, enabled: boolean): Promise<void> {
  await cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled })
}

/** A finger lies on it while `deed` asks: a question that finds none is never answered, whoever comes later. */
async function touch(device: Device, deed: () => Promise<void>): Promise<void> {
  const signatures = async () => (await keys(device))[0]!.signCount
  const before = await signatures()
  await held(device, true)
  await deed()
  await expect.poll(signatures, { intervals: [20], timeout: 20_000 }).toBeGreaterThan(before)
  await held(device, false)
}

const keys = async ({ cdp, authenticatorId }: Device) => (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials

const passkeys = (page: Page) => page.locator('#passkeys')
const line = (page: Page, name: string) => passkeys(page).locator('.session', { hasText: name })

async function begin(page: Page, name: string, password: string): Promise<void> {
  const add = passkeys(page).getByText('Add a passkey')
  if (!(await page.getByLabel('Name optional').isVisible())) await add.click()
  await page.getByLabel('Name optional').fill(name)
  await page.locator('#passkey_password').fill(password)
  await page.getByRole('button', { name: 'Go on' }).click()
}

/** Until the page has asked the device for its suggestion: a finger that comes before that answers it, and not what is asked next. */
async function signOut(page: Page): Promise<void> {
  await goto(page, '/account')
  const question = page.waitForResponse((response) => response.url().endsWith('/sign-in/passkey'))
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await (await question).finished()
  await page.evaluate(() => new Promise((asked) => requestAnimationFrame(() => setTimeout(asked, 100))))
}

test('a passkey is made, signs in by button and by suggestion, and is removed', async ({ page, server, expectConsole }) => {
  expectConsole(/422/)
  test.setTimeout(180_000)
  const nora = await newcomer(server, 'Nora Key', 'nora@keys.example')
  await post(server, '/new', { name: 'Acme', slug: 'acme', prefix: 'ACME' }, nora.cookie)
  const phone = await device(page)
  await signIn(page, nora.email, nora.password)
  await goto(page, '/account/security')
  await expect(passkeys(page).getByText('None yet.')).toBeVisible()
  await axeInBoth(page, 'no passkey yet')

  // Who it is comes first.
  await begin(page, 'My phone', 'not the password')
  await expect(page.locator('#passkey_password')).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByLabel('Name optional')).toHaveValue('My phone')
  await axeInBoth(page, 'a passkey, refused')
  await begin(page, 'My phone', nora.password)
  await expect(passkeys(page).getByRole('button', { name: 'Make the passkey' })).toBeVisible()
  await axeInBoth(page, 'a passkey is being made')
  await passkeys(page).getByRole('button', { name: 'Cancel' }).click()
  await begin(page, 'My phone', nora.password)
  await goto(page, '/account/security')
  await passkeys(page).getByRole('button', { name: 'Make the passkey' }).click()
  await expect(page.getByText('Your passkey is ready')).toBeVisible()
  await expect(line(page, 'My phone')).toContainText('not used yet')
  const [made] = await keys(phone)
  expect(made).toMatchObject({ isResidentCredential: true, rpId: 'localhost' })

  // The same device has one already: said in words, and nothing is lost.
  await begin(page, 'The same phone', nora.password)
  await goto(page, '/account/security')
  await passkeys(page).getByRole('button', { name: 'Make the passkey' }).click()
  await expect(passkeys(page).getByText('No passkey was made.')).toBeVisible()
  await axeInBoth(page, 'no passkey was made')
  await passkeys(page).getByRole('button', { name: 'Cancel' }).click()
  await expect(passkeys(page).locator('.session')).toHaveCount(1)
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await page.setViewportSize({ width: 1280, height: 800 })

  // From what the address field offers: nothing is typed and nothing clicked but the suggestion.
  await goto(page, '/account')
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/acme\/tickets/)
  await held(phone, false)

  // By the button, with the keyboard alone; back where one wanted to go.
  await signOut(page)
  await page.goto('/sign-in?next=/account/security')
  const button = page.getByRole('button', { name: 'Sign in with a passkey' })
  await expect(button).toBeVisible()
  await axeInBoth(page, 'sign-in with passkeys')
  await page.getByRole('button', { name: 'Sign in', exact: true }).focus()
  await page.keyboard.press('Tab')
  await expect(button).toBeFocused()
  await touch(phone, () => page.keyboard.press('Enter'))
  await expect(page).toHaveURL(/\/account\/security$/)
  await expect(line(page, 'My phone')).toContainText('last used')

  // Removed: it is asked who says so, and the key opens nothing from then on.
  await goto(page, '/account/security')
  await line(page, 'My phone').getByRole('link', { name: /Remove/ }).focus()
  await page.keyboard.press('Enter')
  await expect(page.locator('#remove_password')).toBeFocused()
  await axeInBoth(page, 'whether a passkey is to go')
  await page.locator('#remove_password').fill('not the password')
  await page.getByRole('button', { name: 'Remove it' }).click()
  await expect(page.locator('#remove_password')).toHaveAttribute('aria-invalid', 'true')
  await page.locator('#remove_password').fill(nora.password)
  await page.getByRole('button', { name: 'Remove it' }).click()
  await expect(page.getByText('The passkey is removed')).toBeVisible()
  await expect(passkeys(page).getByText('None yet.')).toBeVisible()
  expect(await keys(phone)).toHaveLength(1)
  await signOut(page)
  await touch(phone, () => page.getByRole('button', { name: 'Sign in with a passkey' }).click())
  await expect(page.getByText('This passkey does not sign in here.')).toBeVisible()
  await axeInBoth(page, 'a passkey that was removed')
  await signIn(page, nora.email, nora.password)
  await expect(page).toHaveURL(/\/acme\/tickets/)
})

test('without script sign-in is whole, and nothing tells of what cannot be used', async ({ browser, server }) => {
  const nils = await newcomer(server, 'Nils Plain', 'nils@keys.example')
  const plain = await browser.newContext({ javaScriptEnabled: false, baseURL: server.url })
  const page = await plain.newPage()
  await page.goto('/sign-in')
  await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toBeHidden()
  await page.getByLabel('Mail address').fill(nils.email)
  await page.getByLabel('Password').fill(nils.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page).toHaveURL(/\/new$/)
  // The one step that needs a script says so.
  await page.goto('/account/security')
  await begin(page, '', nils.password)
  await page.getByRole('button', { name: 'Make the passkey' }).click()
  await expect(page.getByText('This step needs a script')).toBeVisible()
  await plain.close()
})
