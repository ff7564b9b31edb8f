// Every error, empty and answered state of the pages of strangers and customers, in light and dark (design.md section 8).
import { mailedPath, newcomer, post, rest, write } from './support/newcomers.ts'
import { demo, signIn } from './support/people.ts'
import { axeInBoth, expect, type Page, test } from './support/test.ts'

/** Sends the last form past the browser's own checks, so that the server has to say what is wrong. */
async function send(page: Page, button: string | RegExp): Promise<void> {
  await page.locator('form').evaluateAll((forms) => forms.forEach((form) => ((form as HTMLFormElement).noValidate = true)))
  await page.getByRole('button', { name: button }).click()
}

const wrong = (page: Page) => page.locator('[aria-invalid=true], [role=alert]').first()

test('accounts: every form refused, every mail announced, every dead link', async ({ page, server, expectConsole }) => {
  expectConsole(/4\d\d/)
  test.setTimeout(120_000)
  await page.goto('/sign-up')
  await send(page, 'Create account')
  await expect(page.locator('[aria-invalid=true]')).toHaveCount(3)
  await axeInBoth(page, 'sign-up, refused')

  await page.getByLabel('Your name').fill('Nora Newcomer')
  await page.getByLabel('Mail address').fill('nora@states.example')
  await page.getByLabel('Password').fill('a long enough password')
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByRole('heading', { name: 'Check your mail' })).toBeVisible()
  await axeInBoth(page, 'the mail to confirm')
  await page.goto(await mailedPath(server, 'nora@states.example', /\/confirm\/[\w-]+/))
  await expect(page.getByRole('heading', { name: 'One tap to confirm' })).toBeVisible()
  await axeInBoth(page, 'one tap to confirm')

  await page.goto('/sign-in')
  await page.getByLabel('Mail address').fill('nobody@states.example')
  await page.getByLabel('Password').fill('a wrong password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(wrong(page)).toBeVisible()
  await axeInBoth(page, 'sign-in, refused')

  await page.goto('/forgot')
  await send(page, 'Send the link')
  await expect(wrong(page)).toBeVisible()
  await axeInBoth(page, 'forgotten password, refused')
  const person = demo(server).users[0]!.email
  await page.getByLabel('Mail address').fill(person)
  await page.getByRole('button', { name: 'Send the link' }).click()
  await expect(page.getByRole('heading', { name: 'Check your mail' })).toBeVisible()
  await axeInBoth(page, 'the mail for a new password')
  await page.goto(await mailedPath(server, person, /\/reset\/[\w-]+/))
  await axeInBoth(page, 'a new password')
  await page.getByLabel('New password').fill('short')
  await send(page, 'Save and sign in')
  await expect(wrong(page)).toBeVisible()
  await axeInBoth(page, 'a new password, refused')

  for (const dead of ['/confirm/nothing-of-the-kind', '/reset/nothing-of-the-kind', '/s/no/where', '/no-such-root/of/anything']) {
    await page.goto(dead)
    await expect(page.locator('h1')).toBeVisible()
    await axeInBoth(page, dead)
  }
})

test('a new account without an organization, confirmed or not', async ({ page, server }) => {
  const fresh = await newcomer(server, 'Fred Fresh', 'fred@states.example')
  await signIn(page, fresh.email, fresh.password)
  await expect(page).toHaveURL(/\/new$/)
  await axeInBoth(page, 'a new account')
  await page.context().clearCookies()
  await post(server, '/sign-up', { name: 'Una Unconfirmed', mail: 'una@states.example', password: fresh.password })
  await signIn(page, 'una@states.example', fresh.password)
  await expect(page.getByText('Confirm your mail address first')).toBeVisible()
  await axeInBoth(page, 'a new account that is not confirmed')
  await page.goto('/dev/outbox')
  await axeInBoth(page, 'the outbox')
  await page.locator('.outbox-mail').first().click()
  await axeInBoth(page, 'a mail of the outbox')
})

test('customers: a form refused, a ticket in each of its states, a link that opens nothing', async ({ page, server, expectConsole }) => {
  expectConsole(/4\d\d/)
  test.setTimeout(120_000)
  const agent = await newcomer(server, 'Adam Agent', 'adam@states.example')
  await rest(server, 'POST', '/v1/orgs', { name: 'Lamps', slug: 'lamps', prefix: 'LAMP' }, agent.cookie)
  await page.goto('/s/lamps/support')
  await send(page, 'Send')
  await expect(page.locator('[aria-invalid=true]')).toHaveCount(3)
  await axeInBoth(page, 'the support page, refused')

  const file = new File(['A picture'], 'lamp.png')
  const link = await write(server, 'lamps', 'support', { mail: 'cara@states.example', subject: 'A lamp', message: 'It flickers.', files: file })
  await page.goto(`${link}?new=1`)
  await expect(page.getByRole('heading', { name: 'We have it, thank you' })).toBeVisible()
  await axeInBoth(page, 'the receipt')
  await page.goto(link)
  await axeInBoth(page, 'a ticket nobody has answered')
  await send(page, 'Send reply')
  await expect(wrong(page)).toBeVisible()
  await axeInBoth(page, 'a reply, refused')

  await rest(server, 'POST', '/v1/orgs/lamps/tickets/LAMP-002/replies', { body: 'Turn it **off** and on.', seen: 9 }, agent.cookie)
  await page.goto(link)
  await axeInBoth(page, 'a ticket with an answer')
  await page.getByRole('button', { name: 'That solved it' }).click()
  await expect(page.getByText('This is solved.')).toBeVisible()
  await axeInBoth(page, 'a ticket that is solved')
  const { ticket, statuses } = await rest(server, 'POST', '/api/ticket_show', { org: 'lamps', code: 'LAMP-002' }, agent.cookie)
  const closed = statuses.find((status: { category: string }) => status.category === 'closed')
  await rest(server, 'PATCH', '/v1/orgs/lamps/tickets/LAMP-002', { version: ticket.version, status: closed.id }, agent.cookie)
  await page.goto(link)
  await expect(page.getByText('This ticket is closed.')).toBeVisible()
  await axeInBoth(page, 'a ticket that is closed')

  await page.goto(`${link.slice(0, -2)}xx`)
  await expect(page.getByRole('heading', { name: 'This link does not open anything' })).toBeVisible()
  await axeInBoth(page, 'a link that opens nothing')
  await send(page, 'Send me a new link')
  await expect(wrong(page)).toBeVisible()
  await axeInBoth(page, 'a new link, refused')
  await page.getByLabel('Your mail address').fill('cara@states.example')
  await page.getByRole('button', { name: 'Send me a new link' }).click()
  await expect(page.getByRole('heading', { name: 'Look at your mail' })).toBeVisible()
  await axeInBoth(page, 'a new link on its way')
})
