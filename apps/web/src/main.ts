import { mount } from 'svelte';
import App from './app.svelte';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/layout.css';
import './state/theme.svelte.ts';
import { live } from './state/live.svelte.ts';
import { openHistory } from './state/open-history.svelte.ts';
import { rewindNews } from './state/rewind-news.svelte.ts';
import { router } from './state/router.svelte.ts';

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no #app');

router.start();
rewindNews.start();
openHistory.start();
live.start();
mount(App, { target });
