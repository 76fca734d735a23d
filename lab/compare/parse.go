package compare

import (
	"bytes"
	"encoding/json"
	"fmt"

	"steady/protocol"
)

// Parse reads a comparison that was written down. Its error says what cannot be
// read: malformed text, a field given twice or unknown, another format, or a
// figure of a policy or measure that the study does not have.
func Parse(b []byte) (*Comparison, error) {
	if _, err := protocol.ReadValue("result", b); err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	c := &Comparison{}
	if err := d.Decode(c); err != nil {
		return nil, fmt.Errorf("result: %w", err)
	}
	if c.Format != Format {
		return nil, fmt.Errorf("result.format: is %q: this program reads %q", c.Format, Format)
	}
	return c, c.whole()
}

// whole looks at what the parts say of each other.
func (c *Comparison) whole() error {
	if n := len(c.Study.Policies); n < 2 {
		return fmt.Errorf("result.study.policies: holds %d: a comparison has two or more", n)
	}
	for i, f := range c.Figures {
		if err := c.known(f.Policy, f.Measure); err != nil {
			return fmt.Errorf("result.figures[%d]: %w", i, err)
		}
	}
	for i, d := range c.Differences {
		if err := c.known(d.Policy, d.Measure); err != nil {
			return fmt.Errorf("result.differences[%d]: %w", i, err)
		}
	}
	for i, t := range c.Tornados {
		if err := c.known(t.Policy, t.Measure); err != nil {
			return fmt.Errorf("result.tornados[%d]: %w", i, err)
		}
	}
	for i, f := range c.Flips {
		for _, p := range []string{f.First, f.Second} {
			if err := c.known(p, f.Measure); err != nil {
				return fmt.Errorf("result.flips[%d]: %w", i, err)
			}
		}
	}
	return nil
}

func (c *Comparison) known(policy, measure string) error {
	if _, ok := c.Study.Policy(policy); !ok {
		return fmt.Errorf("there is no policy %q in the study", policy)
	}
	if _, ok := c.Study.Measure(measure); !ok {
		return fmt.Errorf("there is no measure %q in the study", measure)
	}
	return nil
}
