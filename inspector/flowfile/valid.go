package flowfile

import (
	"errors"
	"fmt"
	"regexp"
	"slices"

	"quartet.example/shared/trace"
)

// What an event of a file may contain. The recorder stays below these limits.
const (
	maxText   = 8 << 10 // bytes of one text
	maxName   = 64      // bytes of the name of a sender or receiver
	maxParams = 1024    // parameters in one part of a message
	maxChecks = 1024    // checks of one message
	maxNested = 3       // tokens within claims of tokens
)

var (
	streamID = regexp.MustCompile(`^[0-9]{1,19}-[0-9]{1,19}$`)
	prints   = regexp.MustCompile(`^([0-9a-f]{4,64})?$`)
	spanID   = regexp.MustCompile(`^[0-9a-zA-Z]{1,64}$`)

	errUnmasked = errors.New("a secret is not masked")
)

// valid returns an error unless e is an event as the recorder writes it.
func valid(e trace.Event) error {
	if !streamID.MatchString(e.ID) {
		return errors.New("id is not an identifier of the recorder")
	}
	return validMessage(e)
}

// validMessage is valid without the id, which an event has only in the stream.
func validMessage(e trace.Event) error {
	switch {
	case e.V != trace.Version:
		return fmt.Errorf("version %d of the events is not supported, only version %d", e.V, trace.Version)
	case !slices.Contains([]trace.Kind{trace.Request, trace.Response, trace.Failure}, e.Kind):
		return errors.New("kind must be request, response or error")
	case e.Side != trace.Sender && e.Side != trace.Receiver:
		return errors.New("side must be client or server")
	case e.Channel != trace.Front && e.Channel != trace.Back:
		return errors.New("channel must be front or back")
	case !spanID.MatchString(e.Trace), !spanID.MatchString(e.Span), e.Parent != "" && !spanID.MatchString(e.Parent):
		return errors.New("trace, span or parent is not an identifier of the recorder")
	case e.From == "", e.To == "", len(e.From) > maxName, len(e.To) > maxName:
		return fmt.Errorf("from and to must have 1 to %d characters", maxName)
	case e.Status != 0 && (e.Status < 100 || e.Status > 999):
		return errors.New("status is not a status code (RFC 9110 §15)")
	case e.Duration < 0, e.Time.UTC().Year() < 2000, e.Time.UTC().Year() > 9999:
		return errors.New("ts or dur_us is out of range")
	}
	if err := short(e.Method, e.URL, e.Error, e.Service, e.Flow); err != nil {
		return err
	}
	return errors.Join(validLab(e.Lab), validChecks(e.Checks), validTokens(e.Tokens), validParams(e.Headers, 0), validParams(e.Params, 0), validAnswer(e.Answer))
}

func validLab(l *trace.Lab) error {
	if l != nil && max(len(l.ID), len(l.Name), len(l.Target), len(l.Run)) > maxName {
		return fmt.Errorf("a text of lab is longer than %d characters", maxName)
	}
	return nil
}

func validAnswer(a *trace.Answer) error {
	if a == nil {
		return nil
	}
	return errors.Join(short(a.Type, a.Title), validParams(a.Headers, 0), validParams(a.Params, 0))
}

func validChecks(checks []trace.Checked) error {
	if len(checks) > maxChecks {
		return fmt.Errorf("more than %d checks", maxChecks)
	}
	for _, c := range checks {
		if err := short(c.ID, c.Why, c.Spec, c.Meaning, c.Stops); err != nil {
			return err
		}
	}
	return nil
}

// validParams checks parameters, and those within their tokens. A value of a class that the recorder
// masks must be masked: the file was made by another program, and its reader may not expect a secret.
func validParams(params []trace.Param, depth int) error {
	if len(params) > maxParams || depth > maxNested {
		return fmt.Errorf("more than %d parameters in one part of a message, or tokens within tokens", maxParams)
	}
	for _, p := range params {
		if p.Value != "" && (p.Masked || !slices.Contains([]trace.Class{trace.Public, trace.Identifier}, p.Class)) {
			return errUnmasked
		}
		if !prints.MatchString(p.Print) || !prints.MatchString(p.S256) || p.Len < 0 {
			return errors.New("fp, s256 or len is not as the recorder writes it")
		}
		if err := validDerived(p.Derived); err != nil {
			return err
		}
		if err := short(p.Name, p.In, p.Value, p.Attrs); err != nil {
			return err
		}
		if p.JWT == nil {
			continue
		}
		if s := p.JWT.Signature; s != nil {
			if err := short(string(s.Status), s.Alg, s.KeyID, s.Why); err != nil {
				return err
			}
		}
		if err := errors.Join(validParams(p.JWT.Header, depth+1), validParams(p.JWT.Claims, depth+1)); err != nil {
			return err
		}
	}
	return nil
}

func validDerived(list []trace.Derived) error {
	if len(list) > maxChecks {
		return fmt.Errorf("more than %d derived values", maxChecks)
	}
	for _, d := range list {
		if !prints.MatchString(d.Print) {
			return errors.New("the fp of a derived value is not as the recorder writes it")
		}
		if err := short(d.How); err != nil {
			return err
		}
	}
	return nil
}

// validTokens checks the outcomes for tokens.
func validTokens(tokens []trace.Judged) error {
	if len(tokens) > maxChecks {
		return fmt.Errorf("more than %d tokens", maxChecks)
	}
	for _, j := range tokens {
		if !prints.MatchString(j.Print) {
			return errors.New("the fp of a token is not as the recorder writes it")
		}
		if err := short(string(j.Status), j.Alg, j.KeyID, j.Why); err != nil {
			return err
		}
	}
	return nil
}

func short(texts ...string) error {
	for _, text := range texts {
		if len(text) > maxText {
			return fmt.Errorf("a text is longer than %d KB", maxText>>10)
		}
	}
	return nil
}
