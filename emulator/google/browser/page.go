package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// patience is how long anything may take that a test waits for.
const patience = 15 * time.Second

// View is how a page is looked at.
type View struct {
	Width, Height int64 // CSS pixels
	Dark          bool
	Locale        string // such as fr-FR; en-GB when empty
}

// Page is a tab, in a profile of its own unless another page opened it.
type Page struct {
	ctx    context.Context //nolint:containedctx // of chromedp, which keeps the tab in it
	cancel context.CancelFunc

	mu       sync.Mutex
	problems []string
}

// Open opens a page and waits until it is loaded.
func (b *Browser) Open(url string, v View) (*Page, error) {
	p := &Page{}
	p.ctx, p.cancel = chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext(), chromedp.WithListener(p.listen))
	if err := chromedp.Do(p.ctx); err != nil { // without a deadline, which would be that of the tab
		p.cancel()
		return nil, fmt.Errorf("new tab: %w", err)
	}
	if err := p.Look(v); err != nil {
		p.Close()
		return nil, err
	}
	if err := p.Do(chromedp.Navigate(url)); err != nil {
		p.Close()
		return nil, err
	}
	return p, nil
}

// Close closes the page.
func (p *Page) Close() { p.cancel() }

// listen keeps what the page should not have to say: exceptions, errors on the console, violations of its policy.
func (p *Page) listen(event any) {
	var problem string
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		problem = (&chromedp.ExceptionError{ExceptionDetails: e.ExceptionDetails}).Error()
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError {
			problem = fmt.Sprintf("console.error %v", e.Args)
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError {
			problem = string(e.Entry.Source) + ": " + e.Entry.Text + " " + e.Entry.URL
		}
	}
	if problem != "" {
		p.mu.Lock()
		p.problems = append(p.problems, problem)
		p.mu.Unlock()
	}
}

// Problems gives what went wrong on the page so far.
func (p *Page) Problems() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.problems...)
}

// Look changes how the page is looked at.
func (p *Page) Look(v View) error {
	scheme := "light"
	if v.Dark {
		scheme = "dark"
	}
	if v.Locale == "" {
		v.Locale = "en-GB"
	}
	return p.Do(chromedp.EmulateViewport(v.Width, v.Height), chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{
				{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
			},
		})
		if err == nil {
			_, err = cdp.Call(ctx, t, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{
				UserAgent: "test", AcceptLanguage: v.Locale,
			})
		}
		return err
	}))
}

// Do does something with the page.
func (p *Page) Do(steps ...chromedp.Action[chromedp.Void]) error {
	_, err := run(p, chromedp.Steps(steps...))
	return err
}

func run[T any](p *Page, action chromedp.Action[T]) (T, error) {
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, action)
}

// Eval gives the value of an expression of JavaScript.
func Eval[T any](p *Page, expression string) (T, error) {
	v, err := run(p, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		return v, fmt.Errorf("%s: %w", short(expression), err)
	}
	return v, nil
}

func short(s string) string {
	if len(s) > 200 {
		return s[:200] + " …"
	}
	return s
}

// Await waits until an expression of JavaScript is true; one that throws is not true yet.
func (p *Page) Await(expression string) error {
	shown, err := Eval[string](p, fmt.Sprintf(`new Promise((resolve) => {
		const end = Date.now() + %d;
		(function look() {
			let reason = 'false';
			try {
				if (%s) return resolve('');
			} catch (error) {
				reason = error.message;
			}
			if (Date.now() > end) resolve(reason + '; the page shows: ' + document.body.innerText.slice(0, 3000));
			else setTimeout(look, 10);
		})();
	})`, (patience-2*time.Second).Milliseconds(), expression))
	if err == nil && shown != "" {
		err = fmt.Errorf("%s is %s", short(expression), shown)
	}
	return err
}

// Click clicks, with the mouse, the last thing of a name that a person can click.
func (p *Page) Click(name string) error {
	if err := p.Await(named(name) + ` !== undefined`); err != nil {
		return err
	}
	if err := p.Do(chromedp.Click(chromedp.JSPath(named(name)))); err != nil {
		return fmt.Errorf("click on %q: %w", name, err)
	}
	return nil
}

// named is the expression that finds the last thing of a name: what a screen reader calls it, or how that begins.
func named(name string) string {
	return fmt.Sprintf(`[...document.querySelectorAll('button, a, input, select, textarea')].findLast((e) =>
		e.checkVisibility() && ((e.ariaLabel ?? e.textContent).trim() + ' (').startsWith(%s + ' ('))`, Quote(name))
}

// Quote gives a text as JavaScript writes it.
func Quote(s string) string {
	raw, err := json.Marshal(s)
	if err != nil {
		return `""` // there is no string that cannot be written
	}
	return string(raw)
}

// Press presses keys, as a person does who has nothing but a keyboard.
func (p *Page) Press(keys string, with ...chromedp.Modifier) error {
	return p.Do(chromedp.KeyEvent(keys, chromedp.KeyModifiers(with...)))
}

// Write writes into the first thing that fits a CSS selector.
func (p *Page) Write(selector, text string) error {
	return p.Do(chromedp.SendKeys(chromedp.CSS(selector), text))
}

// Popup does something that opens another tab and gives that.
func (p *Page) Popup(do func() error) (*Page, error) {
	opened := chromedp.WaitNewTarget(p.ctx, func(*target.Info) bool { return true })
	if err := do(); err != nil {
		return nil, err
	}
	select {
	case id := <-opened:
		other := &Page{}
		other.ctx, other.cancel = chromedp.NewContext(p.ctx, chromedp.WithTargetID(id), chromedp.WithListener(other.listen))
		return other, chromedp.Do(other.ctx)
	case <-time.After(patience):
		return nil, fmt.Errorf("no other tab was opened")
	}
}
