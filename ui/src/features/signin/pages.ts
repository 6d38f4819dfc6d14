import type { Page } from '@/kit/contract';

export const signinPages: readonly Page[] = [
  { path: '/login', frame: 'open', load: () => import('./LoginPage') },
  {
    path: '/login/createPassword',
    frame: 'open',
    load: () => import('./LinkPage').then(({ CreatePasswordPage: page }) => ({ page })),
  },
  {
    path: '/login/resetPassword',
    frame: 'open',
    load: () => import('./LinkPage').then(({ ResetPasswordPage: page }) => ({ page })),
  },
  { path: '/login/forgotten', frame: 'open', load: () => import('./ForgottenPage').then(({ ForgottenPage: page }) => ({ page })) },
  {
    path: '/activationLinkExpired',
    frame: 'open',
    load: () => import('./EndedPages').then(({ ActivationExpiredPage: page }) => ({ page })),
  },
  {
    path: '/passwordResetLinkExpired',
    frame: 'open',
    load: () => import('./EndedPages').then(({ ResetExpiredPage: page }) => ({ page })),
  },
  { path: '/access-ended', frame: 'open', load: () => import('./EndedPages').then(({ AccessEndedPage: page }) => ({ page })) },
  { path: '/profile', frame: 'shell', load: () => import('./ProfilePage') },
];
