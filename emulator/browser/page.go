package browser

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// waitLimit is how long a test waits for anything.
const waitLimit = time.Minute

// View is the window and the settings that a page is shown with.
type View struct {
	Width, Height int64 // CSS pixels
	Dark          bool
	Forced        bool   // whether the system's few colours take the place of the page's
	Locale        string // such as fr-FR; en-GB when empty
}

// Page is a tab, with its own profile unless another page opened it or the browser is OnDisk.
type Page struct {
	ctx    context.Context //nolint:containedctx // of chromedp, which keeps the tab in it
	cancel context.CancelFunc

	mu       sync.Mutex
	problems []string
	requests []request
}

// Open opens a page and waits until it is loaded. The scripts run in every document of the page before its own scripts,
// regardless of its policy.
func (b *Browser) Open(url string, v View, scripts ...string) (*Page, error) {
	p := &Page{}
	options := []chromedp.ContextOption{chromedp.WithListener(p.listen)}
	if !b.OnDisk {
		options = append(options, chromedp.WithNewBrowserContext())
	}
	p.ctx, p.cancel = chromedp.NewContext(b.ctx, options...)
	if err := chromedp.Do(p.ctx); err != nil { // without a deadline, which would be that of the tab
		p.cancel()
		return nil, fmt.Errorf("new tab: %w", err)
	}
	// Several pages are open at a time; each behaves as if it had the focus.
	// Names and roles are what the tests look for. Without this, the browser works them all out anew for each one.
	err := errors.Join(p.SetView(v), call(p, accessibility.Enable, cdp.Empty{}), call(p, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}))
	for _, script := range scripts {
		err = errors.Join(err, p.install(script))
	}
	if err != nil {
		p.Close()
		return nil, err
	}
	if err := p.Do(chromedp.Navigate(url)); err != nil {
		p.Close()
		return nil, err
	}
	return p, nil
}

// Close closes the page. It does not wait: a page that reads a stream is slow to close.
func (p *Page) Close() { go p.cancel() }

// listen records the page's problems: exceptions, errors on the console, violations of its policy.
func (p *Page) listen(event any) {
	var problem string
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		problem = (&chromedp.ExceptionError{ExceptionDetails: e.ExceptionDetails}).Error()
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError {
			problem = "console.error " + consoleText(e.Args)
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError {
			problem = string(e.Entry.Source) + ": " + e.Entry.Text + " " + e.Entry.URL
		}
	case *network.EventRequestWillBeSent, *network.EventLoadingFailed:
		p.record(e)
	}
	if problem != "" {
		p.mu.Lock()
		p.problems = append(p.problems, problem)
		p.mu.Unlock()
	}
}

// consoleText is what was written to the console.
func consoleText(args []*runtime.RemoteObject) string {
	var words []string
	for _, arg := range args {
		words = append(words, cmp.Or(arg.Description, string(arg.Value)))
	}
	return strings.Join(words, " ")
}

// Problems returns what went wrong on the page so far.
func (p *Page) Problems() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.problems...)
}

// SetView changes the page's view.
func (p *Page) SetView(v View) error {
	scheme := "light"
	if v.Dark {
		scheme = "dark"
	}
	if v.Locale == "" {
		v.Locale = "en-GB"
	}
	forced := "none"
	if v.Forced {
		forced = "active"
	}
	return p.Do(chromedp.EmulateViewport(v.Width, v.Height), chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{
				{Name: "prefers-color-scheme", Value: scheme},
				{Name: "prefers-reduced-motion", Value: "reduce"},
				{Name: "forced-colors", Value: forced},
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

// Do runs an action of chromedp on the page.
func (p *Page) Do(steps ...chromedp.Action[chromedp.Void]) error {
	_, err := run(p, chromedp.Steps(steps...))
	return err
}

func run[T any](p *Page, action chromedp.Action[T]) (T, error) { return within(p, waitLimit, action) }

// within runs an action that may take so long.
func within[T any](p *Page, limit time.Duration, action chromedp.Action[T]) (T, error) {
	ctx, cancel := context.WithTimeout(p.ctx, limit)
	defer cancel()
	return chromedp.Run(ctx, action)
}

// Eval returns the value of a JavaScript expression.
func Eval[T any](p *Page, expression string) (T, error) { return eval[T](p, expression, waitLimit) }

func eval[T any](p *Page, expression string, limit time.Duration) (T, error) {
	v, err := within(p, limit, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
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

// Await waits until a JavaScript expression, or the promise that it returns, is true; one that throws counts as false. The
// page may go to another address meanwhile, and then may never answer, so it is asked again and again.
func (p *Page) Await(expression string) error {
	const patience, answer = 5 * time.Second, 3 * time.Second
	for end := time.Now().Add(waitLimit - 2*time.Second); ; {
		left := min(time.Until(end), patience)
		shown, err := eval[string](p, fmt.Sprintf(holds, expression, left.Milliseconds()), left+answer)
		if time.Now().Before(end) && (isGone(err) || errors.Is(err, context.DeadlineExceeded) || err == nil && shown != "") {
			continue
		}
		if err == nil && shown != "" {
			err = fmt.Errorf("%s is %s", short(expression), shown)
		}
		return err
	}
}

// holds resolves with nothing when an expression is true, or after so many milliseconds with what is instead.
const holds = `((holds, end) => new Promise((resolve) => {
	(async function look() {
		let reason = 'false';
		try {
			if (await holds()) return resolve('');
		} catch (error) {
			reason = error.message;
		}
		if (Date.now() > end) resolve(reason + '; the page shows: ' + document.body.innerText.slice(0, 3000));
		else setTimeout(look, 50);
	})();
}))(() => (%s), Date.now() + %d)`

// isGone reports whether an error says that the page has gone to another address.
func isGone(err error) bool {
	return err != nil && (strings.Contains(err.Error(), "Inspected target navigated or closed") ||
		strings.Contains(err.Error(), "Execution context was destroyed"))
}

// Click clicks, with the mouse, the last element of a name that a person can click. It waits until the element has stopped
// moving and nothing covers it.
func (p *Page) Click(name string) error {
	seen := fmt.Sprintf(`(() => {
		const node = %s;
		node.scrollIntoView({ block: 'nearest', inline: 'center', behavior: 'instant' });
		const { x, y, width, height } = node.getBoundingClientRect();
		const before = window.clickAt ?? [];
		window.clickAt = [x + width / 2, y + height / 2];
		return before.join() === window.clickAt.join() && node.contains(document.elementFromPoint(...window.clickAt));
	})()`, byName(name))
	if err := p.Await(seen); err != nil {
		return fmt.Errorf("click on %q: %w", name, err)
	}
	at, err := Eval[[]float64](p, `window.clickAt`)
	if err != nil {
		return err
	}
	return p.Do(chromedp.MouseClickXY(at[0], at[1]))
}

// byName is the expression that finds the last element of a name: the accessible name, or the beginning of it.
func byName(name string) string {
	return fmt.Sprintf(`[...document.querySelectorAll('button, a, input, select, textarea')].findLast((e) =>
		e.checkVisibility() && ((e.ariaLabel ?? e.textContent).trim() + ' (').startsWith(%s + ' ('))`, Quote(name))
}

// Quote returns a text as a JavaScript string literal.
func Quote(s string) string {
	raw, err := json.Marshal(s)
	if err != nil {
		return `""` // unreachable: every string can be marshalled
	}
	return string(raw)
}

// Press presses keys. A key and the character that it types are one event, as with a real keyboard: a page that prevents
// the key gets no character.
func (p *Page) Press(keys string) error {
	return p.Do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		for _, r := range keys {
			if err := press(ctx, t, r, 0); err != nil {
				return err
			}
		}
		return nil
	}))
}

// Type presses keys at a pace. Each has the time at which it was due: one that had to wait because the page was still busy
// with those before counts from then, as its finger would.
func (p *Page) Type(keys string, pace time.Duration) error {
	return p.Do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		due := time.Now()
		for _, r := range keys {
			select {
			case <-time.After(time.Until(due)):
			case <-ctx.Done():
				return fmt.Errorf("type: %w", ctx.Err())
			}
			if err := press(ctx, t, r, input.TimeSinceEpoch(float64(due.UnixMicro())/1e6)); err != nil {
				return err
			}
			due = due.Add(pace)
		}
		return nil
	}))
}

// press presses a key and releases it; pressed is when that was, now if it is zero.
func press(ctx context.Context, t *chromedp.Target, key rune, pressed input.TimeSinceEpoch) error {
	events := kb.Encode(key)
	if len(events) == 3 {
		events[0].Text, events[0].UnmodifiedText = events[1].Text, events[1].UnmodifiedText
		events = []*input.DispatchKeyEventParams{events[0], events[2]}
	}
	events[0].Timestamp = pressed
	for _, event := range events {
		if _, err := cdp.Call(ctx, t, input.DispatchKeyEvent, *event); err != nil {
			return err
		}
	}
	return nil
}

// Write types into the first element that matches a CSS selector.
func (p *Page) Write(selector, text string) error {
	if err := p.Do(chromedp.Focus(chromedp.CSS(selector))); err != nil {
		return err
	}
	return p.Press(text)
}

// Popup runs something that opens another tab, and returns that tab.
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
	case <-time.After(waitLimit):
		return nil, errors.New("no other tab was opened")
	}
}

// Screenshot writes a picture of the page into a file.
func (p *Page) Screenshot(file string) error {
	picture, err := run(p, chromedp.CaptureScreenshot())
	if err != nil {
		return err
	}
	return os.WriteFile(file, picture, 0o600)
}

// Void evaluates a JavaScript expression for its effect.
func Void(p *Page, expression string) error { return VoidWithin(p, waitLimit, expression) }

// VoidWithin is Void of what a page may be too far gone to answer: it waits no longer than a limit.
func VoidWithin(p *Page, limit time.Duration, expression string) error {
	_, err := eval[string](p, "(async () => { await ("+expression+"); return ''; })()", limit)
	return err
}
