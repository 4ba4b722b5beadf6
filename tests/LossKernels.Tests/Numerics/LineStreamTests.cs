using LossKernels.Numerics;

namespace LossKernels.Tests.Numerics;

/// <summary>What is streamed comes to its place, wherever lines begin, and nothing else is touched.</summary>
public class LineStreamTests
{
    private const int Guard = 40;

    public static TheoryData<int, bool> Groups
    {
        get
        {
            TheoryData<int, bool> groups = [];
            foreach (int length in (int[])[1, 3, 7, 16, 33, 100])
            {
                groups.Add(length, true);
                groups.Add(length, false);
            }

            return groups;
        }
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public void Groups_of_floats_come_to_their_place_and_nothing_else_is_touched(int length, bool isStreamed) => Check(length, isStreamed, (float)-1);

    [Theory]
    [MemberData(nameof(Groups))]
    public void Groups_of_doubles_come_to_their_place_and_nothing_else_is_touched(int length, bool isStreamed) => Check(length, isStreamed, -1.0);

    // Groups of the length and of shorter ones, of which some lines go out meanwhile.
    private static unsafe void Check<T>(int length, bool isStreamed, T untouched)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        for (int start = 0; start < 20; start++)
        {
            foreach (int groups in (int[])[1, 2, 3, 8])
            {
                T[] place = new T[(2 * Guard) + start + (length * groups)];
                place.AsSpan().Fill(untouched);
                int written = 0;
                fixed (T* to = &place[Guard + start])
                {
                    LineStream<T> stream = new(to, length, isStreamed);
                    for (int group = 0; group < groups; group++)
                    {
                        int count = Math.Max(1, length - (group % 3));
                        Span<T> made = stream.Room(count);
                        for (int i = 0; i < count; i++)
                        {
                            made[i] = T.CreateTruncating(written + i);
                        }

                        stream.Advance(count / 2);
                        stream.Step();
                        stream.Take(count);
                        written += count;
                    }

                    stream.Complete();
                }

                T[] expected = new T[place.Length];
                expected.AsSpan().Fill(untouched);
                for (int i = 0; i < written; i++)
                {
                    expected[Guard + start + i] = T.CreateTruncating(i);
                }

                Assert.Equal(expected, place);
            }
        }
    }
}
