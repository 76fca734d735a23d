package recovery

import (
	"fmt"
	"math"
)

// Proportion returns k of n and its 95 % interval by the score method of
// Wilson (1927), which holds for few people and stays within 0 and 1. It
// returns an error unless 0 <= k <= n and n > 0.
func Proportion(k, n int) (p, lower, upper float64, err error) {
	if n <= 0 || k < 0 || k > n {
		return 0, 0, 0, &ImpossibleError{"the proportion", fmt.Sprintf("%d of %d is not possible", k, n)}
	}
	size := float64(n)
	p = float64(k) / size
	middle := p + z95*z95/(2*size)
	width := z95 * math.Sqrt(p*(1-p)/size+z95*z95/(4*size*size))
	scale := 1 + z95*z95/size
	lower, upper = max(0, (middle-width)/scale), min(1, (middle+width)/scale)
	if k == 0 {
		lower = 0 // exactly, whatever rounding left
	}
	if k == n {
		upper = 1
	}
	return p, lower, upper, nil
}
