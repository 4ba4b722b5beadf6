# Every failure has an id that scripts can rely on, a message that names the place, and a remedy.
Describe 'Errors' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $rows = (0.05, 0.95, 0), (0.1, 0.8, 0.1)
    }

    It 'Measure-CrossEntropy: <What> is <Id>' -ForEach @(
        @{ What = 'a row that is too short'; Id = 'RaggedRow'; Says = 'Prediction.*row 1.*\b1 val.*\b2\b'; Run = { Measure-CrossEntropy 0, 1 @((0.5, 0.5), (, 0.5)) } }
        @{ What = 'a row of targets that is too long'; Id = 'RaggedRow'; Says = 'Target.*row 1'; Run = { Measure-CrossEntropy @((0, 1), (0, 1, 0)) @((0.5, 0.5), (0.5, 0.5)) } }
        @{ What = 'a piped row that is too short'; Id = 'RaggedRow'; Says = 'Prediction.*row 1'; Run = { (0.5, 0.5), (, 0.5) | Measure-CrossEntropy 0, 1 } }
        @{ What = 'a number among rows'; Id = 'RaggedRow'; Says = 'Prediction.*row 1'; Run = { Measure-CrossEntropy 0, 1 @((0.5, 0.5), 0.5) } }
        @{ What = 'a label too large'; Id = 'LabelOutOfRange'; Says = 'Label 3 of sample 1.*3 classes'; Run = { Measure-CrossEntropy 1, 3 $rows } }
        @{ What = 'a label below 0'; Id = 'LabelOutOfRange'; Says = 'Label -1 of sample 0'; Remedy = '-IgnoreClass -1\.$'; Run = { Measure-CrossEntropy -1, 2 $rows } }
        @{ What = 'a label that -Class does not have'; Id = 'LabelOutOfRange'; Says = "'cow' of sample 1.*a, b, c"; Run = { Measure-CrossEntropy a, cow $rows -Class a, b, c } }
        @{ What = 'a label between two classes'; Id = 'LabelNotInteger'; Says = '1\.5 of sample 0'; Run = { Measure-CrossEntropy 1.5, 2 $rows -Kind Sparse } }
        @{ What = 'a label that is NaN'; Id = 'LabelNotInteger'; Says = 'NaN of sample 1'; Run = { Measure-CrossEntropy 1, ([double]::NaN) $rows -Kind Sparse } }
        @{ What = 'text among predictions'; Id = 'NonNumericValue'; Says = "Prediction.*'high'.*row 1, column 0"; Run = { Measure-CrossEntropy 0, 1 @((0.5, 0.5), ('high', 0.5)) } }
        @{ What = 'hexadecimal text'; Id = 'NonNumericValue'; Says = "'0x10'.*row 0, column 1"; Run = { Measure-CrossEntropy 0 @(, (0.5, '0x10')) } }
        @{ What = 'a decimal comma'; Id = 'NonNumericValue'; Says = "'1,5'"; Run = { Measure-CrossEntropy 0 @(, ('1,5', 0.5)) } }
        @{ What = 'text with a blank in it'; Id = 'NonNumericValue'; Says = "'0 \.5'"; Run = { Measure-CrossEntropy 0 @(, ('0 .5', 0.5)) } }
        @{ What = 'a boolean prediction'; Id = 'NonNumericValue'; Says = 'Prediction.*true.*row 0, column 0'; Run = { Measure-CrossEntropy 0 @(, ($true, 0.5)) } }
        @{ What = 'an array of booleans as predictions'; Id = 'NonNumericValue'; Says = 'Prediction'; Run = { Measure-CrossEntropy 0, 1 ([bool[]](1, 0)) } }
        @{ What = 'a date'; Id = 'NonNumericValue'; Says = 'DateTime|2026'; Run = { Measure-CrossEntropy 0 @(, ([datetime]'2026-01-01', 0.5)) } }
        @{ What = 'a hashtable among predictions'; Id = 'NonNumericValue'; Says = 'Hashtable'; Run = { Measure-CrossEntropy 0, 1 @(@{ a = 1 }, 0.5) } }
        @{ What = 'a script block'; Id = 'NonNumericValue'; Says = 'ScriptBlock'; Run = { Measure-CrossEntropy 0 { 0.5 } } }
        @{ What = 'an object as target'; Id = 'NonNumericValue'; Says = 'Target'; Run = { Measure-CrossEntropy ([pscustomobject]@{ a = 1 }) 0.5 } }
        @{ What = '$null among predictions'; Id = 'NullValue'; Says = 'Prediction.*row 1, column 0'; Run = { Measure-CrossEntropy 0, 1 @((0.5, 0.5), ($null, 0.5)) } }
        @{ What = '$null as predictions'; Id = 'NullValue'; Says = 'Prediction'; Run = { Measure-CrossEntropy 0, 1 $null } }
        @{ What = '$null as targets'; Id = 'NullValue'; Says = 'Target'; Run = { Measure-CrossEntropy $null 0.5 } }
        @{ What = '$null among targets'; Id = 'NullValue'; Says = 'Target.*1'; Run = { Measure-CrossEntropy 1, $null $rows } }
        @{ What = '$null among weights'; Id = 'NullValue'; Says = 'SampleWeight.*1'; Run = { Measure-CrossEntropy 1, 2 $rows -SampleWeight 1, $null } }
        @{ What = '$null as weights'; Id = 'NullValue'; Says = 'SampleWeight'; Run = { Measure-CrossEntropy 1, 2 $rows -SampleWeight $null } }
        @{ What = 'DBNull among predictions'; Id = 'NullValue'; Says = 'Prediction'; Run = { Measure-CrossEntropy 0 @(, ([DBNull]::Value, 0.5)) } }
        @{ What = '$null down the pipeline'; Id = 'NullValue'; Says = 'Prediction'; Run = { $null, 0.5 | Measure-CrossEntropy 0, 1 } }
        @{ What = 'empty text among predictions'; Id = 'EmptyString'; Says = 'Prediction.*row 0, column 1'; Run = { Measure-CrossEntropy 0 @(, (0.5, '')) } }
        @{ What = 'empty text as predictions'; Id = 'EmptyString'; Says = 'Prediction'; Run = { Measure-CrossEntropy 0 '' } }
        @{ What = 'empty text as target'; Id = 'EmptyString'; Says = 'Target'; Run = { Measure-CrossEntropy '' 0.5 } }
        @{ What = 'empty text among text labels'; Id = 'EmptyString'; Says = 'Target.*1'; Run = { Measure-CrossEntropy a, '' $rows -Class a, b, c } }
        @{ What = 'an empty array of predictions'; Id = 'EmptyInput'; Says = 'Prediction'; Run = { Measure-CrossEntropy 0, 1 @() } }
        @{ What = 'an empty array of targets'; Id = 'EmptyInput'; Says = 'Target'; Run = { Measure-CrossEntropy @() 0.5 } }
        @{ What = 'an empty pipeline'; Id = 'EmptyInput'; Says = 'Prediction'; Run = { @() | Measure-CrossEntropy 0, 1 } }
        @{ What = 'rows without values'; Id = 'EmptyInput'; Says = 'Prediction'; Run = { Measure-CrossEntropy 0, 1 @(@(), @()) } }
        @{ What = 'an empty pipeline of records'; Id = 'EmptyInput'; Says = '^Input: there are no values'; Run = { @() | Measure-CrossEntropy -TargetProperty y -PredictionProperty p } }
        @{ What = 'an empty pipeline of files'; Id = 'EmptyInput'; Says = '^No file came through the pipeline\.'; Remedy = 'Get-ChildItem'; Run = { @() | Measure-CrossEntropy -TargetColumn y -PredictionColumn p } }
        @{ What = 'fewer targets than predictions'; Id = 'TargetCountMismatch'; Says = '^There is 1 target and 2 rows of predictions\.$'; Remedy = '^Give one target for each row of predictions\.$'; Run = { Measure-CrossEntropy @(1) $rows } }
        @{ What = 'more targets than predictions'; Id = 'TargetCountMismatch'; Says = '^There are 3 targets and 2 rows of predictions\.$'; Run = { Measure-CrossEntropy 1, 2, 0 $rows } }
        @{ What = 'a target for each of fewer outputs'; Id = 'TargetCountMismatch'; Says = '\b2 targets.*\b3 predictions'; Run = { Measure-CrossEntropy 1, 0 0.1, 0.2, 0.3 } }
        @{ What = 'one-hot targets of fewer classes'; Id = 'ShapeMismatch'; Says = '\(2, 2\).*\(2, 3\)'; Run = { Measure-CrossEntropy @((0, 1), (1, 0)) $rows } }
        @{ What = 'class numbers asked for as Categorical'; Id = 'ShapeMismatch'; Says = '\(2,\).*\(2, 3\).*Categorical'; Remedy = '-Kind Sparse'; Run = { Measure-CrossEntropy 1, 2 $rows -Kind Categorical } }
        @{ What = 'one-hot rows asked for as Sparse'; Id = 'ShapeMismatch'; Says = '\(2, 3\).*Sparse'; Remedy = '-Kind Categorical'; Run = { Measure-CrossEntropy @((0, 1, 0), (0, 0, 1)) $rows -Kind Sparse } }
        @{ What = 'one one-hot row asked for as Sparse'; Id = 'ShapeMismatch'; Says = '\(1, 2\).*Sparse'; Remedy = '-Kind Categorical'; Run = { Measure-CrossEntropy @(, (0, 1)) @(, (0.1, 0.9)) -Kind Sparse } }
        @{ What = 'labels against a vector asked for as Sparse'; Id = 'TargetCountMismatch'; Says = '^There are 2 targets, and the predictions are one list: for kind Sparse that is the row of one sample, with 2 classes\.'; Remedy = '^Give each target a row of predictions, one for each class\. A value for each prediction is -Kind Categorical or -Kind Binary\.$'; Run = { Measure-CrossEntropy 1, 0 0.2, 0.8 -Kind Sparse } }
        @{ What = 'labels against the numbers of several rows asked for as Sparse'; Id = 'TargetCountMismatch'; Says = '2 targets.*row of one sample, with 6 classes\.'; Remedy = '^Give each target a row of predictions, one for each class\. Rows are written with commas'; Run = { Measure-CrossEntropy 1, 0 0.2, 0.5, 0.3, 0.1, 0.6, 0.3 -Kind Sparse } }
        @{ What = 'rows of targets for a list'; Id = 'ShapeMismatch'; Says = '\(2, 3\).*\(2,\)'; Remedy = 'give one class number or targets of shape \(2,\)'; Run = { Measure-CrossEntropy $rows 1, 0 } }
        @{ What = 'rows of targets for a list asked for as Sparse'; Id = 'ShapeMismatch'; Says = '\(2, 3\).*\(2,\)'; Remedy = 'give one class number\. A value for each prediction is -Kind Categorical'; Run = { Measure-CrossEntropy $rows 1, 0 -Kind Sparse } }
        @{ What = 'targets that fit another axis'; Id = 'ShapeMismatch'; Says = '\(2, 4\)'; Remedy = '-Axis 1'; Run = { Measure-CrossEntropy ([int[, ]]::new(2, 4)) ([float[, , ]]::new(2, 3, 4)) } }
        @{ What = 'as many targets as another axis has'; Id = 'TargetCountMismatch'; Says = '3 targets and 2 rows of predictions'; Remedy = '-Axis 0'; Run = { Measure-CrossEntropy 0, 1, 1 $rows } }
        @{ What = 'a label in other letters than its class'; Id = 'LabelOutOfRange'; Says = "'A'.*a, b, c"; Remedy = "'A' and 'a' differ in capitals"; Run = { Measure-CrossEntropy b, A $rows -Class a, b, c } }
        @{ What = 'an axis that is not there'; Id = 'ParameterOutOfRange'; Says = 'Axis is 2'; Run = { Measure-CrossEntropy 1, 2 $rows -Axis 2 } }
        @{ What = 'a negative axis that is not there'; Id = 'ParameterOutOfRange'; Says = 'Axis is -3'; Run = { Measure-CrossEntropy 1, 2 $rows -Axis -3 } }
        @{ What = 'a convention that is not there'; Id = 'ParameterOutOfRange'; Says = "'Teano'.*TensorFlow"; Run = { Measure-CrossEntropy 1, 2 $rows -Convention Teano } }
        @{ What = 'a convention that is misspelt'; Id = 'ParameterOutOfRange'; Says = "'Kers3'.*TensorFlow"; Remedy = '^Choose Keras3, or another of the names that Get-CrossEntropyConvention lists\.$'; Run = { Measure-CrossEntropy 1, 2 $rows -Convention Kers3 } }
        @{ What = 'a synonym of a convention that is misspelt'; Id = 'ParameterOutOfRange'; Says = "'sklern'"; Remedy = '^Choose sklearn, which is ScikitLearn, or another'; Run = { Measure-CrossEntropy 1, 2 $rows -Convention sklern } }
        @{ What = 'a version of which there is no convention'; Id = 'ParameterOutOfRange'; Says = "'Keras4'"; Remedy = '^Choose Keras, which is Keras3, or another'; Run = { Measure-CrossEntropy 1, 2 $rows -Convention Keras4 } }
        @{ What = 'an epsilon of a half'; Id = 'ParameterOutOfRange'; Says = 'Epsilon is 0\.5'; Run = { Measure-CrossEntropy 1, 2 $rows -Epsilon 0.5 } }
        @{ What = 'an epsilon below 0'; Id = 'ParameterOutOfRange'; Says = 'Epsilon is -0\.1'; Run = { Measure-CrossEntropy 1, 2 $rows -Epsilon -0.1 } }
        @{ What = 'fewer labels in -Class than columns'; Id = 'ParameterOutOfRange'; Says = 'Class.*3'; Run = { Measure-CrossEntropy a, b $rows -Class a, b } }
        @{ What = 'labels between one pair of quotes'; Id = 'ParameterOutOfRange'; Says = 'is 1'; Remedy = "-Class 'a', 'b', 'c'; 'a, b,c' is one label"; Run = { Measure-CrossEntropy a, b $rows -Class 'a, b,c' } }
        @{ What = 'a result as prediction'; Id = 'NonNumericValue'; Says = '^Prediction: what was given is the result of a measurement \(CrossEntropyResult\)'; Remedy = 'Assert-CrossEntropy .* Loss is the number'; Run = { Measure-CrossEntropy 1 (Measure-CrossEntropy 1, 2 $rows) } }
        @{ What = 'a piped result'; Id = 'NonNumericValue'; Says = '^Prediction: what stands at position 0 is the result of a measurement \(LossResult\)'; Remedy = 'Assert-CrossEntropy'; Run = { Measure-Loss mse 1 2 | Measure-CrossEntropy 1 } }
        @{ What = 'a result as target'; Id = 'NonNumericValue'; Says = '^Target: what stands at position 1 is'; Remedy = 'Assert-CrossEntropy'; Run = { Measure-CrossEntropy 1, (Measure-Loss mse 1 2) 0.5, 0.5 } }
        @{ What = 'a label in a record that is no class'; Id = 'LabelOutOfRange'; Says = "Label 'cow' of sample 0 .*\(cat, dog\)\. It stands in property 'Animal'\.$"; Run = { [pscustomobject]@{ Animal = 'cow'; cat = 0.5; dog = 0.5 } | Measure-CrossEntropy -TargetProperty animal -PredictionProperty cat, dog -ErrorAction Stop } }
        @{ What = 'a number in a record that is no class'; Id = 'LabelOutOfRange'; Says = "Label 2 of sample 0 .* 0 to 1\. It stands in property 'y'\.$"; Run = { @{ y = 2; p0 = 0.5; p1 = 0.5 } | Measure-CrossEntropy -TargetProperty y -PredictionProperty p* -ErrorAction Stop } }
        @{ What = 'a negative throttle limit'; Id = 'ParameterOutOfRange'; Says = 'ThrottleLimit is -1'; Run = { Measure-CrossEntropy 1, 2 $rows -ThrottleLimit -1 } }
        @{ What = 'a weight that is NaN'; Id = 'NotANumber'; Says = 'weight of sample 1'; Run = { Measure-CrossEntropy 1, 2 $rows -SampleWeight 1, nan } }
        @{ What = 'records against an array of targets'; Id = 'NonNumericValue'; Says = 'Hashtable'; Remedy = '-TargetProperty'; Run = { @{ y = 1; p = 0.5 } | Measure-CrossEntropy 1 } }
        @{ What = 'the target as prediction'; Id = 'OptionNotSupported'; Says = "'y'"; Run = { [pscustomobject]@{ y = 1; p = 0.5 } | Measure-CrossEntropy -TargetProperty y -PredictionProperty p, y } }
        @{ What = 'nothing left of the records'; Id = 'EmptyInput'; Says = 'none of the 2 .*The first: p: the text at record 0 is empty'; Remedy = '^Give a value'; Run = { 1, 2 | ForEach-Object { @{ y = 'x'; p = '' } } | Measure-CrossEntropy -TargetProperty y -PredictionProperty p -Class a, x -ErrorAction SilentlyContinue } }
        @{ What = 'a fraction as label'; Id = 'LabelNotInteger'; Says = '1\.5 of sample 1'; Run = { Measure-CrossEntropy 0, 1.5 $rows } }
        @{ What = 'one row of targets against a vector'; Id = 'AmbiguousKind'; Says = '\(1, 3\).*\(3,\)'; Remedy = '-Kind Categorical'; Run = { Measure-CrossEntropy @(, (0, 1, 0)) 0.2, 0.5, 0.3 } }
        @{ What = 'several properties as the weight'; Id = 'OptionNotSupported'; Says = 'w\*.*2 properties'; Run = { [pscustomobject]@{ y = 1; p = 0.5; w1 = 1; w2 = 2 } | Measure-CrossEntropy -TargetProperty y -PredictionProperty p -WeightProperty w* } }
        @{ What = 'records with fewer labels in -Class than columns'; Id = 'ParameterOutOfRange'; Says = 'is 3.*2'; Run = { [pscustomobject]@{ y = 'a'; p = 0.5 } | Measure-CrossEntropy -TargetProperty y -PredictionProperty p -Class a, b, c } }
        @{ What = 'a label twice in -Class'; Id = 'ParameterOutOfRange'; Says = "Class.*'a'"; Run = { Measure-CrossEntropy a, b $rows -Class a, b, a } }
        @{ What = 'text targets without an order'; Id = 'ClassOrderUnknown'; Says = 'cat, dog'; Remedy = '-Class'; Run = { Measure-CrossEntropy cat, dog $rows } }
        @{ What = 'labels against the order of the columns named after them'; Id = 'ClassOrderUnknown'; Says = "column 0 is of the class 'dog'.* of 'cat'"; Remedy = 'Leave out -Class'; Run = { @{ y = 'cat'; p_cat = 0.9; p_dog = 0.1 } | Measure-CrossEntropy -TargetProperty y -PredictionProperty p_cat, p_dog -Class dog, cat } }
        @{ What = 'labels against the order of a tensor'; Id = 'ClassOrderUnknown'; Says = "column 0 is of the class 'dog'.* of 'cat'"; Remedy = 'Leave out -Class'; Run = { Measure-CrossEntropy cat, dog (ConvertTo-OneHot cat, dog) -Class dog, cat } }
        @{ What = 'words for one output'; Id = 'ClassOrderUnknown'; Says = 'yes, no'; Remedy = '-Class no, yes'; Run = { Measure-CrossEntropy yes, no 0.9, 0.2 -Kind Binary } }
        @{ What = 'a word among numbers for one output'; Id = 'NonNumericValue'; Says = "Target: '\[double\]::NaN' at position 2"; Run = { Measure-CrossEntropy 1, 0, [double]::NaN 0.9, 0.2, 0.5 -Kind Binary } }
        @{ What = 'a word among numbers for several outputs'; Id = 'NonNumericValue'; Says = "Target: 'x' at row 1, column 1"; Run = { Measure-CrossEntropy @((1, 0), (0, 'x')) @((0.9, 0.2), (0.5, 0.5)) } }
        @{ What = 'text labels in records without an order'; Id = 'ClassOrderUnknown'; Says = 'cat'; Remedy = '-Class'; Run = { [pscustomobject]@{ y = 'cat'; p0 = 0.5; p1 = 0.5 } | Measure-CrossEntropy -TargetProperty y -PredictionProperty p* } }
        @{ What = 'words for one output in records'; Id = 'ClassOrderUnknown'; Says = 'True'; Remedy = '-Class False, True'; Run = { @{ y = 'True'; p = 0.5 } | Measure-CrossEntropy -TargetProperty y -PredictionProperty p } }
        @{ What = 'lines in the place of records'; Id = 'PropertyNotFound'; Says = 'String'; Remedy = 'Import-Csv in the place of Get-Content'; Run = { 'y,p', '1,0.5' | Measure-CrossEntropy -TargetProperty y -PredictionProperty p } }
        @{ What = 'a range that PowerShell takes for text'; Id = 'ClassOrderUnknown'; Says = '0\.\.1'; Remedy = '^A range is written in parentheses: \(0\.\.1\)\.$'; Run = { Measure-CrossEntropy 0..1 $rows } }
        @{ What = 'a range of predictions'; Id = 'NonNumericValue'; Says = '0\.\.1'; Remedy = '^A range is written in parentheses'; Run = { Measure-CrossEntropy 0, 1 0..1 } }
        @{ What = 'all rows in one record'; Id = 'ShapeMismatch'; Says = '^p: the values of record 0 are rows, and a record is one sample'; Remedy = 'the arrays themselves'; Run = { '{ "y": [1, 2], "p": [[0.1, 0.9, 0], [0.2, 0.2, 0.6]] }' | ConvertFrom-Json | Measure-CrossEntropy -TargetProperty y -PredictionProperty p -ErrorAction Stop } }
        @{ What = 'two vectors that may be one sample'; Id = 'AmbiguousKind'; Says = '3'; Remedy = '-Kind Categorical.*-Kind Binary'; Run = { Measure-CrossEntropy 0, 1, 0 0.05, 0.9, 0.05 } }
        @{ What = 'class probabilities for PyTorch'; Id = 'OptionNotSupported'; Says = 'PyTorch'; Remedy = '-FromLogits'; Run = { Measure-CrossEntropy 1, 2 $rows -Convention PyTorch } }
        @{ What = 'log-probabilities for TensorFlow'; Id = 'OptionNotSupported'; Says = 'TensorFlow has no sparse'; Remedy = 'takes log-probabilities: PyTorch, Onnx, Exact\.$'; Run = { Measure-CrossEntropy 1, 2 $rows -FromLogProbability } }
        @{ What = 'logits for ScikitLearn'; Id = 'OptionNotSupported'; Says = 'ScikitLearn has no binary'; Remedy = 'takes logits: TensorFlow, Keras3, Keras1, PyTorch, Optax, TensorFlowJs, Exact\.$'; Run = { Measure-CrossEntropy 1, 0 2, -1 -FromLogits -Convention ScikitLearn } }
        @{ What = 'binary targets for Onnx'; Id = 'OptionNotSupported'; Says = 'Onnx has no binary'; Remedy = 'has it \(TensorFlow, .*Exact\), or another kind'; Run = { Measure-CrossEntropy 1, 0 0.9, 0.2 -Convention Onnx } }
        @{ What = 'an element loss of classes'; Id = 'OptionNotSupported'; Says = 'Categorical'; Remedy = '-Kind Binary'; Run = { Measure-CrossEntropy @((0, 1, 0), (0, 0, 1)) $rows -Reduction PerElement } }
        @{ What = 'an epsilon for logits'; Id = 'OptionNotSupported'; Says = 'logits'; Remedy = 'Leave out -Epsilon'; Run = { Measure-CrossEntropy 1, 2 $rows -FromLogits -Epsilon 1e-7 } }
        @{ What = 'an epsilon for PyTorch'; Id = 'OptionNotSupported'; Says = 'PyTorch'; Remedy = 'Leave out -Epsilon'; Run = { Measure-CrossEntropy 1, 0 0.5, 0.6 -Convention PyTorch -Epsilon 1e-7 } }
        @{ What = 'an epsilon for Exact'; Id = 'OptionNotSupported'; Says = 'Exact'; Run = { Measure-CrossEntropy 1, 2 $rows -Convention Exact -Epsilon 1e-7 } }
        @{ What = 'single precision for Exact'; Id = 'OptionNotSupported'; Says = 'Float64'; Run = { Measure-CrossEntropy 1, 2 $rows -Convention Exact -DataType Float32 } }
        @{ What = 'NaN for PyTorch'; Id = 'NotANumber'; Says = 'sample 1, column 0.*PyTorch'; Run = { Measure-CrossEntropy 1, 0 0.5, ([double]::NaN) -Convention PyTorch } }
        @{ What = 'a prediction above 1 for PyTorch'; Id = 'ProbabilityOutOfRange'; Says = '1\.5 of sample 1, column 0.*PyTorch'; Remedy = '-FromLogits'; Run = { Measure-CrossEntropy 1, 0 0.5, 1.5 -Convention PyTorch } }
        @{ What = 'a percentage for PyTorch'; Id = 'ProbabilityOutOfRange'; Says = '75 of sample 1'; Remedy = '-FromLogits .*; divide them by 100 if'; Run = { Measure-CrossEntropy 1, 0 0.5, 75 -Convention PyTorch } }
        @{ What = 'logits for ScikitLearn, which takes none'; Id = 'ProbabilityOutOfRange'; Says = '-2 of sample 0'; Remedy = '^Apply ConvertTo-Probability first'; Run = { Measure-CrossEntropy 1, 0 -2, 3 -Convention ScikitLearn } }
        @{ What = 'a list among numbers'; Id = 'NonNumericValue'; Says = 'Object\[\] at position 1'; Remedy = '^Give a number in each place, or in each a list'; Run = { Measure-CrossEntropy 1, 0 0.5, (0.6, 0.1) } }
        @{ What = 'no targets at all'; Id = 'NullValue'; Says = '^Target is \$null'; Remedy = 'misspelt'; Run = { Measure-CrossEntropy $noSuchVariable 0.5 } }
        @{ What = 'a name of a column in the place of predictions'; Id = 'NonNumericValue'; Says = "'p' is not a number"; Remedy = '-PredictionProperty'; Run = { Measure-CrossEntropy y p } }
        @{ What = 'a prediction below 0 for Exact'; Id = 'ProbabilityOutOfRange'; Says = '-0\.5 of sample 0, column 0.*Exact'; Run = { Measure-CrossEntropy 1, 0 @((-0.5, 1.5), (0.5, 0.5)) -Convention Exact } }
        @{ What = 'the lower of two failing rows'; Id = 'ProbabilityOutOfRange'; Says = 'sample 700\b'; Run = { $p = [double[]]::new(90000); $p[700] = 2; $p[80000] = 3; Measure-CrossEntropy ([int[]]::new(90000)) $p -Kind Binary -Convention PyTorch -ThrottleLimit 4 } }
        @{ What = 'weights that do not fit'; Id = 'WeightCountMismatch'; Says = '3 sample weights for 2 samples'; Run = { Measure-CrossEntropy 1, 2 $rows -SampleWeight 1, 2, 3 } }
        @{ What = 'weights that fit the columns only'; Id = 'WeightCountMismatch'; Says = '\(3,\)'; Remedy = '\(1, 3\)'; Run = { Measure-CrossEntropy @((0, 1, 1), (0, 0, 1)) @((0.1, 0.2, 0.3), (0.4, 0.5, 0.6)) -Kind Binary -SampleWeight 1, 2, 3 } }
        @{ What = 'groups in the place of records'; Id = 'PropertyNotFound'; Says = 'GroupInfo'; Remedy = '-GroupBy'; Run = { [pscustomobject]@{ y = 1; p = 0.5 } | Group-Object y | Measure-CrossEntropy -TargetProperty y -PredictionProperty p } }
        @{ What = 'a view in the place of records'; Id = 'PropertyNotFound'; Says = 'FormatStartData'; Remedy = 'Format-Table'; Run = { [pscustomobject]@{ y = 1; p = 0.5 } | Format-Table | Measure-CrossEntropy -TargetProperty y -PredictionProperty p } }
        @{ What = 'JSON in the place of records'; Id = 'PropertyNotFound'; Says = 'String'; Remedy = 'ConvertFrom-Json'; Run = { '{"y":1,"p":0.5}' | Measure-CrossEntropy -TargetProperty y -PredictionProperty p } }
        @{ What = 'a property that is misspelt'; Id = 'PropertyNotFound'; Says = "'lable'.*label, p"; Remedy = "^Choose 'label', or another property"; Run = { [pscustomobject]@{ label = 1; p = 0.5 } | Measure-CrossEntropy -TargetProperty lable -PredictionProperty p } }
        @{ What = 'a label with a space behind it'; Id = 'LabelOutOfRange'; Says = "'dog '"; Remedy = 'white space'; Run = { Measure-CrossEntropy 'cat', 'dog ' @((0.9, 0.1), (0.2, 0.8)) -Class cat, dog } }
        @{ What = 'numbers in the place of records'; Id = 'PropertyNotFound'; Says = 'an Int32'; Remedy = 'with -Target and -Prediction'; Run = { 1, 2 | Measure-CrossEntropy -TargetProperty y -PredictionProperty p } }
        @{ What = 'a property that no record has'; Id = 'PropertyNotFound'; Says = "'z'.*y, p"; Run = { [pscustomobject]@{ y = 1; p = 0.5 } | Measure-CrossEntropy -TargetProperty z -PredictionProperty p } }
        @{ What = 'a wildcard that no property matches'; Id = 'PropertyNotFound'; Says = "'q\*'"; Run = { @{ y = 1; p = 0.5 } | Measure-CrossEntropy -TargetProperty y -PredictionProperty q* } }
        @{ What = 'a weight that no record has'; Id = 'PropertyNotFound'; Says = "'w'"; Run = { @{ y = 1; p = 0.5 } | Measure-CrossEntropy -TargetProperty y -PredictionProperty p -WeightProperty w } }
        @{ What = 'a wildcard over numbers and words'; Id = 'OptionNotSupported'; Says = 'p0.*pz|pz.*p0'; Run = { [pscustomobject]@{ y = 1; p0 = 0.5; pz = 0.5 } | Measure-CrossEntropy -TargetProperty y -PredictionProperty p* } }
    ) {
        $failure = Get-Failure $Run
        $failure.FullyQualifiedErrorId | Should -BeExactly "$Id,LossCmdlets.Commands.MeasureCrossEntropyCommand"
        $failure.Exception.Message | Should -Match $Says
        $failure.ErrorDetails.RecommendedAction | Should -Match ($_.Remedy ?? '\w+ .*\.$')
    }

    It 'are of category <Category>: <Id>' -ForEach @(
        @{ Id = 'FileNotFound'; Category = 'ObjectNotFound'; Run = { Measure-CrossEntropy -Path TestDrive:/none.csv -TargetColumn y -PredictionColumn p -ErrorAction Stop } }
        @{ Id = 'ColumnNotFound'; Category = 'ObjectNotFound'; Run = { Set-Content TestDrive:/a.csv 'y,p', '1,0.5'; Measure-CrossEntropy -Path TestDrive:/a.csv -TargetColumn z -PredictionColumn p -ErrorAction Stop } }
        @{ Id = 'PropertyNotFound'; Category = 'ObjectNotFound'; Run = { @{ y = 1; p = 0.5 } | Measure-CrossEntropy -TargetProperty z -PredictionProperty p -ErrorAction Stop } }
        @{ Id = 'EmptyInput'; Category = 'ObjectNotFound'; Run = { Measure-CrossEntropy @() @() } }
        @{ Id = 'FileExists'; Category = 'ResourceExists'; Run = { Set-Content TestDrive:/there.npy ''; 1 | Export-Tensor TestDrive:/there.npy } }
        @{ Id = 'FileNotFound'; Category = 'ResourceUnavailable'; Run = { 1 | Export-Tensor TestDrive:/no/folder/a.npy } }
        @{ Id = 'NotFileSystemPath'; Category = 'InvalidArgument'; Run = { Import-Tensor $PSScriptRoot -ErrorAction Stop } }
        @{ Id = 'UnsupportedFileFormat'; Category = 'InvalidArgument'; Run = { 1 | Export-Tensor TestDrive:/a.json } }
        @{ Id = 'ParameterOutOfRange'; Category = 'InvalidArgument'; Run = { Measure-CrossEntropy 1, 0 0.9, 0.2 -LabelSmoothing 2 } }
        @{ Id = 'ClassWeightCountMismatch'; Category = 'InvalidArgument'; Run = { Measure-CrossEntropy 1, 2 $rows -ClassWeight 1, 2 } }
        @{ Id = 'AmbiguousKind'; Category = 'InvalidArgument'; Run = { Measure-CrossEntropy 0.2, 0.8 0.3, 0.7 } }
        @{ Id = 'ClassOrderUnknown'; Category = 'InvalidArgument'; Run = { Measure-CrossEntropy cat, dog $rows } }
        @{ Id = 'NonNumericValue'; Category = 'InvalidData'; Run = { Measure-CrossEntropy 1, 0 0.9, x } }
        @{ Id = 'LabelOutOfRange'; Category = 'InvalidData'; Run = { Measure-CrossEntropy 1, 3 $rows } }
        @{ Id = 'ShapeMismatch'; Category = 'InvalidData'; Run = { Measure-CrossEntropy @(, (1, 0)) $rows } }
    ) {
        $failure = Get-Failure $Run
        $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $failure.CategoryInfo.Category | Should -Be $Category
    }

    It '<Command>: <What> is <Id>' -ForEach @(
        @{ Command = 'ConvertTo-OneHot'; What = 'a label too large'; Id = 'LabelOutOfRange'; Says = 'Label 5 of sample 1.*5 classes'; Remedy = 'a greater -ClassCount'; Run = { 1, 5 | ConvertTo-OneHot -ClassCount 5 } }
        @{ Command = 'ConvertTo-OneHot'; What = 'a label too large, written row by row'; Id = 'LabelOutOfRange'; Says = 'Label 5 of sample 1'; Run = { 1, 5 | ConvertTo-OneHot -ClassCount 5 -AsRow } }
        @{ Command = 'ConvertTo-OneHot'; What = 'a label below 0'; Id = 'LabelOutOfRange'; Says = 'Label -1 of sample 1'; Run = { 1, -1 | ConvertTo-OneHot } }
        @{ Command = 'ConvertTo-OneHot'; What = 'a label that -Class does not have'; Id = 'LabelOutOfRange'; Says = "'cow' of sample 1.*cat, dog"; Remedy = 'add it to -Class'; Run = { 'cat', 'cow' | ConvertTo-OneHot -Class cat, dog } }
        @{ Command = 'ConvertTo-OneHot'; What = 'more classes than a tensor holds'; Id = 'ParameterOutOfRange'; Says = '2147483647'; Run = { 2147483646, 3 | ConvertTo-OneHot } }
        @{ Command = 'ConvertTo-OneHot'; What = 'a fraction'; Id = 'LabelNotInteger'; Says = '0\.5 of sample 1'; Remedy = 'whole numbers, or name the classes'; Run = { 1, 0.5 | ConvertTo-OneHot } }
        @{ Command = 'ConvertTo-OneHot'; What = 'a fraction with -ClassCount'; Id = 'LabelNotInteger'; Says = '0\.5 of sample 1'; Run = { 1, 0.5 | ConvertTo-OneHot -ClassCount 3 } }
        @{ Command = 'ConvertTo-OneHot'; What = 'NaN'; Id = 'LabelNotInteger'; Says = 'NaN of sample 0'; Run = { ConvertTo-OneHot ([double]::NaN) } }
        @{ Command = 'ConvertTo-OneHot'; What = '$null'; Id = 'NullValue'; Says = '1'; Run = { 1, $null | ConvertTo-OneHot } }
        @{ Command = 'ConvertTo-OneHot'; What = 'empty text'; Id = 'EmptyString'; Says = '1'; Run = { 'cat', '' | ConvertTo-OneHot } }
        @{ Command = 'ConvertTo-OneHot'; What = 'an empty pipeline'; Id = 'EmptyInput'; Says = 'InputObject'; Run = { @() | ConvertTo-OneHot } }
        @{ Command = 'ConvertTo-OneHot'; What = 'an empty pipeline, row by row'; Id = 'EmptyInput'; Says = 'InputObject'; Run = { @() | ConvertTo-OneHot -ClassCount 3 -AsRow } }
        @{ Command = 'ConvertTo-OneHot'; What = 'a hashtable'; Id = 'NonNumericValue'; Says = 'Hashtable'; Run = { @{ a = 1 } | ConvertTo-OneHot } }
        @{ Command = 'ConvertTo-OneHot'; What = 'no classes'; Id = 'ParameterOutOfRange'; Says = 'ClassCount is 0'; Run = { 1 | ConvertTo-OneHot -ClassCount 0 } }
        @{ Command = 'ConvertTo-OneHot'; What = 'both -ClassCount and -Class'; Id = 'OptionNotSupported'; Says = '-ClassCount and -Class'; Run = { 1 | ConvertTo-OneHot -ClassCount 2 -Class a, b } }
        @{ Command = 'ConvertFrom-OneHot'; What = 'text'; Id = 'NonNumericValue'; Says = "'cat'"; Run = { 'cat' | ConvertFrom-OneHot } }
        @{ Command = 'ConvertFrom-OneHot'; What = 'NaN'; Id = 'NotANumber'; Says = 'row 1, column 0'; Run = { ConvertFrom-OneHot @((0, 1), ([double]::NaN, 1)) } }
        @{ Command = 'ConvertFrom-OneHot'; What = 'rows of different lengths'; Id = 'RaggedRow'; Says = 'row 1'; Run = { (0, 1), (0, 1, 0) | ConvertFrom-OneHot } }
        @{ Command = 'ConvertFrom-OneHot'; What = 'fewer labels than columns'; Id = 'ParameterOutOfRange'; Says = 'Class.*3'; Run = { ConvertFrom-OneHot @(, (0, 1, 0)) -Class a, b } }
        @{ Command = 'ConvertFrom-OneHot'; What = 'a label for two columns'; Id = 'ParameterOutOfRange'; Says = "Class is 'a'; it must be a list of labels that are all different"; Run = { ConvertFrom-OneHot @(, (0, 1)) -Class a, a } }
        @{ Command = 'ConvertFrom-OneHot'; What = 'a threshold that is NaN'; Id = 'ParameterOutOfRange'; Says = 'Threshold is NaN; it must be a finite number'; Run = { ConvertFrom-OneHot @(, (0, 1)) -Threshold NaN } }
        @{ Command = 'ConvertFrom-OneHot'; What = 'an empty pipeline'; Id = 'EmptyInput'; Says = 'InputObject'; Run = { @() | ConvertFrom-OneHot } }
        @{ Command = 'ConvertTo-Probability'; What = 'text'; Id = 'NonNumericValue'; Says = "'one'.*1"; Run = { 1, 'one' | ConvertTo-Probability } }
        @{ Command = 'ConvertTo-Probability'; What = '$null'; Id = 'NullValue'; Says = 'InputObject'; Run = { ConvertTo-Probability $null } }
        @{ Command = 'ConvertTo-Probability'; What = 'empty text'; Id = 'EmptyString'; Says = 'InputObject'; Run = { '' | ConvertTo-Probability } }
        @{ Command = 'ConvertTo-Probability'; What = 'an empty pipeline'; Id = 'EmptyInput'; Says = 'InputObject'; Run = { @() | ConvertTo-Probability } }
        @{ Command = 'ConvertTo-Probability'; What = 'a temperature of 0'; Id = 'ParameterOutOfRange'; Says = 'Temperature is 0'; Run = { 1, 2 | ConvertTo-Probability -Temperature 0 } }
        @{ Command = 'ConvertTo-Probability'; What = 'an axis that is not there'; Id = 'ParameterOutOfRange'; Says = 'Axis is 1'; Run = { 1, 2 | ConvertTo-Probability -Axis 1 } }
        @{ Command = 'ConvertTo-Probability'; What = 'an axis for sigmoid'; Id = 'OptionNotSupported'; Says = 'Axis'; Run = { 1, 2 | ConvertTo-Probability -Activation Sigmoid -Axis 0 } }
        @{ Command = 'ConvertTo-Logit'; What = 'a boolean'; Id = 'NonNumericValue'; Says = 'True'; Run = { $true | ConvertTo-Logit } }
    ) {
        $failure = Get-Failure $Run
        $failure.FullyQualifiedErrorId | Should -BeExactly "$Id,LossCmdlets.Commands.$($Command -replace '-')Command"
        $failure.Exception.Message | Should -Match $Says
        $failure.ErrorDetails.RecommendedAction | Should -Match ($_.Remedy ?? '\w+ .*\.$')
    }

    It 'asks whether -Path is meant where <What>' -ForEach @(
        @{ What = 'a file is given as predictions'; Remedy = '-Path'; Call = { Measure-CrossEntropy 1 a.csv } }
        @{ What = 'files are given as targets and predictions'; Remedy = '-Path'; Call = { Measure-CrossEntropy a.csv a.csv } }
        @{ What = 'a file is given as targets'; Remedy = '-Path'; Call = { Measure-Loss mse a.csv 0.5 } }
        @{ What = 'a file is given as labels'; Remedy = '-Path'; Call = { Measure-CrossEntropy a.csv @(, (0.5, 0.5)) } }
        @{ What = 'files are given by a wildcard'; Remedy = '-Path'; Call = { Measure-Accuracy 1 *.csv } }
        @{ What = 'files are given as a list'; Remedy = '-Path'; Call = { Assert-CrossEntropy (1, 0) (Get-Item a.csv, b.csv) -Maximum 1 } }
        @{ What = 'a file is piped'; Remedy = '-Path'; Call = { Get-Item a.csv | Compare-CrossEntropyConvention 1 } }
        @{ What = 'a file of a tensor is given'; Remedy = '-TargetPath and -PredictionPath'; Call = { Measure-CrossEntropy 1 c.npy } }
    ) {
        Push-Location $TestDrive
        try {
            Set-Content a.csv, b.csv, c.npy 'y,p'
            (Get-Failure $Call).ErrorDetails.RecommendedAction | Should -Match "^Did you mean $Remedy\?"
        } finally { Pop-Location }
    }

    It 'asks it of what is examined, too' {
        Set-Content TestDrive:/a.csv 'y,p'
        (Test-CrossEntropyInput 1 "$TestDrive/a.csv").Remedy | Should -Match '^Did you mean -Path\?'
    }

    It 'takes a label for a label though a file is called so' {
        Push-Location $TestDrive
        try {
            Set-Content cat ''
            (Measure-CrossEntropy cat, dog @((0.5, 0.5), (0.25, 0.75)) -Class cat, dog).Kind | Should -Be Sparse
            (Get-Failure { Measure-CrossEntropy cat, cow @((0.5, 0.5), (0.25, 0.75)) -Class cat, dog }).ErrorDetails.RecommendedAction | Should -Not -Match 'Path'
        } finally { Pop-Location }
    }

    It 'says how a number is written where <What>' -ForEach @(
        @{ What = 'it has a decimal comma'; Remedy = 'decimal point \(0\.9\)'; Call = { Measure-CrossEntropy 1, 0 '0,9', '0,2' } }
        @{ What = 'it has a decimal comma in rows'; Remedy = 'decimal point \(-1\.5e-3\)'; Call = { Measure-CrossEntropy 1, 0 @((0.1, 0.9), (0.2, ' -1,5e-3')) } }
        @{ What = 'a cell has a decimal comma'; Remedy = '^Give numbers with a decimal point \(0\.9\) in place of the decimal comma\.$'; Call = { Set-Content TestDrive:/comma.csv 'y;p', '1;0,9'; Measure-CrossEntropy -Path TestDrive:/comma.csv -TargetColumn y -PredictionColumn p -Delimiter ';' } }
        @{ What = 'a record has a decimal comma'; Remedy = '^Give numbers with a decimal point \(0\.9\) in place of the decimal comma\.$'; Call = { 'y;p', '1;0,9' | ConvertFrom-Csv -Delimiter ';' | Measure-CrossEntropy -TargetProperty y -PredictionProperty p } }
        @{ What = 'it is a percentage'; Remedy = 'without a percent sign: 0\.123 for 12\.3%'; Call = { Measure-CrossEntropy 1 '12.3%' } }
        @{ What = 'it is a percentage with a comma'; Remedy = 'without a percent sign: 0\.905 for 90,5 %'; Call = { Measure-Loss mse 1 '90,5 %' } }
        @{ What = 'a list stands between quotes'; Remedy = 'without quotes and brackets'; Call = { Measure-CrossEntropy '1, 0' '0.9, 0.2' } }
        @{ What = 'a list stands in brackets'; Remedy = 'without quotes and brackets'; Call = { Measure-CrossEntropy [1,0] [0.9,0.2] } }
        @{ What = 'rows lack their commas'; Remedy = 'Rows are written with commas'; Call = { Measure-CrossEntropy 1, 0 @((0.1, 0.9); (0.2, 0.8)) } }
        @{ What = 'rows lack their commas, of another loss'; Remedy = 'Rows are written with commas'; Call = { Measure-Loss mse 1, 0 @((0.1, 0.9); (0.2, 0.8)) } }
        @{ What = 'there are too many rows'; Remedy = '^Give one target for each row of predictions; or add -Axis 0'; Call = { Measure-CrossEntropy 1, 0 @((0.1, 0.9), (0.2, 0.8), (0.1, 0.9), (0.2, 0.8)) } }
        @{ What = 'a property has a decimal comma'; Remedy = 'decimal point \(0\.9\)'; Call = { @{ y = 1; p = '0,9' } | Measure-CrossEntropy -TargetProperty y -PredictionProperty p -ErrorAction Stop } }
        @{ What = 'a cell is a percentage'; Remedy = '0\.9 for 90%'; Call = { Set-Content TestDrive:/percent.csv 'y,p', '1,90%'; Measure-CrossEntropy -Path TestDrive:/percent.csv -TargetColumn y -PredictionColumn p -ErrorAction Stop } }
        @{ What = 'Import-Csv took semicolons for text'; Remedy = "-Delimiter ';' to Import-Csv"; Call = { 'y;p', '1;0.9' | ConvertFrom-Csv | Measure-CrossEntropy -TargetProperty y -PredictionProperty p } }
        @{ What = 'Import-Csv took commas for text'; Remedy = "commas.*-Delimiter ',' to Import-Csv"; Call = { 'y,p', '1,0.9' | ConvertFrom-Csv -Delimiter ';' | Measure-CrossEntropy -TargetProperty y -PredictionProperty p } }
        @{ What = '-Delimiter took commas for text'; Remedy = "commas.*-Delimiter ','\.$"; Call = { Set-Content TestDrive:/commas.csv 'y,p', '1,0.9'; Measure-CrossEntropy -Path TestDrive:/commas.csv -TargetColumn y -PredictionColumn p -Delimiter ';' } }
        @{ What = 'it is a date'; Remedy = '^Give numbers, or text in invariant notation'; Call = { Measure-CrossEntropy 1, 0 '2026-01-02', 0.5 } }
        @{ What = 'it is a word of signs'; Remedy = '^Give numbers, or text in invariant notation'; Call = { Measure-CrossEntropy 1, 0 '%', '[]' } }
    ) {
        (Get-Failure $Call).ErrorDetails.RecommendedAction | Should -Match $Remedy
    }

    It 'counts the rows in a property as the records that they are' {
        $failure = Get-Failure { @{ y = 0; p = 0.5, 0.5 }, @{ y = 1; p = 0.2, 0.8, 0 } | Measure-CrossEntropy -TargetProperty y -PredictionProperty p -ErrorAction Stop }
        $failure.Exception.Message | Should -BeExactly 'p: record 1 has 3 values where the records before it have 2.'
    }

    It 'says once that names stand in the place of numbers, however many records are piped' {
        $failures = Invoke-Fresh '$ErrorActionPreference = "Continue"; try { 1..5 | ForEach-Object { [pscustomobject]@{ y = 1; p = 0.5 } } | Measure-CrossEntropy y p } catch { }; $Error.Count'
        $failures | Select-Object -Last 1 | Should -Be 1
    }

    It 'says once that what is piped has no place beside what has all samples' {
        $calls = @(
            @{ Parameter = 'Path'; Call = 'Measure-CrossEntropy -Path x.csv -TargetColumn y -PredictionColumn p' }
            @{ Parameter = 'LiteralPath'; Call = 'Measure-Accuracy -LiteralPath x.csv -TargetColumn y -PredictionColumn p' }
            @{ Parameter = 'Prediction'; Call = 'Measure-Loss mse 1, 0 0.9, 0.2' }
            @{ Parameter = 'InputObject'; Call = 'Test-CrossEntropyInput -InputObject @{ y = 1; p = 0.9 } -TargetProperty y -PredictionProperty p' }
            @{ Parameter = 'PredictionPath'; Call = 'Compare-CrossEntropyConvention -TargetPath y.npy -PredictionPath p.npy' }
            @{ Parameter = 'PredictionLiteralPath'; Call = 'Assert-CrossEntropy -TargetLiteralPath y.npy -PredictionLiteralPath p.npy -Maximum 1' }
        )
        Set-Content TestDrive:/x.csv 'y,p', '1,0.9'
        Export-Tensor TestDrive:/y.npy 1
        Export-Tensor TestDrive:/p.npy 0.9
        $tries = $calls.ForEach{ "try { `$records | $($_.Call) } catch { }" } -join '; '
        $said = Invoke-Fresh "`$ErrorActionPreference = 'Continue'; Set-Location '$TestDrive'; `$records = 1..3 | ForEach-Object { [pscustomobject]@{ y = 1; p = 0.5 } }; $tries; `$Error.ForEach{ `"`$_`" }"
        [array]::Reverse($said)
        $said | Should -Be $calls.ForEach{ "What is piped has no place beside -$($_.Parameter)." }
    }

    It 'says once that what is piped has no place beside the -InputObject of <_>' -ForEach 'ConvertTo-OneHot', 'ConvertFrom-OneHot', 'ConvertTo-Probability', 'ConvertTo-Logit', 'Export-Tensor TestDrive:/no.npy' {
        $said = Invoke-Fresh "`$ErrorActionPreference = 'Continue'; `$null = New-PSDrive TestDrive FileSystem '$TestDrive'; try { (0, 1), (1, 0) | $_ @((0, 1), (1, 0)) } catch { }; `$Error.ForEach{ `"`$_`" }"
        $said | Should -Be 'What is piped has no place beside -InputObject.'
    }

    It 'says once that files that are piped have no place beside that of Import-Tensor' {
        $said = Invoke-Fresh "`$ErrorActionPreference = 'Continue'; Set-Location '$TestDrive'; Set-Content x.csv 'y', 1; try { 'x.csv', 'x.csv' | Import-Tensor x.csv } catch { }; `$Error.ForEach{ `"`$_`" }"
        $said | Should -Be 'What is piped has no place beside -Path.'
    }

    It 'says of files that are piped in the place of records what names their columns' {
        Set-Content TestDrive:/x.csv 'y,p', '1,0.9'
        (Get-Failure { Get-Item TestDrive:/x.csv | Measure-CrossEntropy -TargetProperty y -PredictionProperty p }).ErrorDetails.RecommendedAction |
            Should -BeExactly 'Name the columns of files with -TargetColumn and -PredictionColumn; properties are those of records, which Import-Csv makes.'
    }

    It '<Command> -<Parameter> $null is no number, and not 0 either' -ForEach @(
        @{ Command = 'ConvertTo-Probability'; Parameter = 'Temperature' }, @{ Command = 'ConvertTo-Probability'; Parameter = 'Axis' }
        @{ Command = 'ConvertTo-OneHot'; Parameter = 'ClassCount' }, @{ Command = 'ConvertTo-OneHot'; Parameter = 'OnValue' }, @{ Command = 'ConvertTo-OneHot'; Parameter = 'OffValue' }
        @{ Command = 'ConvertFrom-OneHot'; Parameter = 'Threshold' }
    ) {
        $options = @{ $parameter = $null }
        (Get-Failure { 0, 1 | & $command @options }).Exception.Message | Should -Match "$parameter is \`$null; it must be a (whole )?number"
    }

    # What the engine does with a switch that is $null is not what a reader expects, so it is not done in silence.
    It 'warns of a switch that is given <What>' -ForEach @(
        @{ What = 'a variable that is not there'; Name = 'misspelt'; Call = { Measure-CrossEntropy 1, 0 0.9, 0.2 -FromLogits:$misspelt } }
        @{ What = 'one through an abbreviation and a scope'; Name = 'script:misspelt'; Call = { Measure-CrossEntropy 1, 0 0.9, 0.2 -FromLogit:$script:misspelt } }
        @{ What = 'a variable that is $null'; Name = 'nothing'; Call = { $nothing = $null; 0.9, 0.2 | Measure-CrossEntropy 1, 0 -FromLogits:$nothing } }
        @{ What = 'an environment variable that is not there'; Name = 'env:NOT_THERE'; Call = { Measure-CrossEntropy 1, 0 0.9, 0.2 -FromLogits:$env:NOT_THERE } }
        @{ What = 'a property that is $null'; Name = 'model.logits'; Call = { $model = [pscustomobject]@{ logits = $null }; Measure-CrossEntropy 1, 0 0.9, 0.2 -FromLogits:$model.logits } }
        @{ What = 'a key that is not there'; Name = 'model.head["logits"]'; Call = { $model = @{ head = @{ a = 1 } }; Measure-CrossEntropy 1, 0 0.9, 0.2 -FromLogits:$model.head["logits"] } }
    ) {
        $shown = & $call 3>&1
        $shown | Where-Object { $_ -is [LossCmdlets.Output.CrossEntropyResult] } | ForEach-Object FromLogits | Should -BeTrue
        $seen = $shown | Where-Object { $_ -is [Management.Automation.WarningRecord] }
        $seen | Should -HaveCount 1
        $seen.Message | Should -Match ('^NullValue: \${0} is \$null, .*-FromLogits on' -f [regex]::Escape($name))
    }

    It 'does not say of $null that it is $null' {
        $null = Measure-CrossEntropy 1, 0 0.9, 0.2 -FromLogits:$null -WarningVariable seen -WarningAction Ignore
        $seen.Message | Should -BeLike 'NullValue: PowerShell turns -FromLogits on where it is given $null. Give*'
    }

    It 'says nothing of a switch that is given <_>' -ForEach '$true', '$false', '$on', '$script:off', '$global:off', '$model.on', '$model.off', '$model["off"]' {
        $model = @{ on = $true; off = $false }
        $on = $true
        $script:off = $global:off = $false
        & ([scriptblock]::Create("Measure-CrossEntropy 1, 0 0.9, 0.2 -FromLogits:$_")) 3>&1 |
            Where-Object { $_ -is [Management.Automation.WarningRecord] } | Should -BeNullOrEmpty
    }

    It 'prints the remedy below the message' {
        Invoke-Fresh 'try { Measure-CrossEntropy cat, dog @((0.5, 0.5), (0.5, 0.5)) } catch { $_ | Out-String }' |
            Out-String | Should -Match 'Recommendation: .*-Class'
    }

    It 'carries the value at fault as the target of the error' {
        (Get-Failure { Measure-CrossEntropy 0 @(, (0.5, '0x10')) }).TargetObject | Should -BeExactly '0x10'
    }

    It 'works with what the remedy for PyTorch names: logits of probabilities' {
        # cross_entropy of ln p is -ln p where the rows sum to one.
        $logits = ConvertTo-Logit @((0.2, 0.8), (0.9, 0.1)) -Activation Softmax
        $result = Measure-CrossEntropy 1, 0 $logits -Convention PyTorch -FromLogits
        Assert-Near $result.Loss (-([Math]::Log(0.8) + [Math]::Log(0.9)) / 2) 1e-6
    }

    It 'goes on with the kind that the remedy for an ambiguous one names: <Kind>' -ForEach @(
        @{ Kind = 'Categorical'; Expected = -[Math]::Log(0.9) }
        @{ Kind = 'Binary'; Expected = -([Math]::Log(0.95) * 2 + [Math]::Log(0.9)) / 3 }
    ) {
        (Measure-CrossEntropy 0, 1, 0 0.05, 0.9, 0.05 -Kind $kind -Convention Exact).Loss | Should -BeGreaterThan ($expected - 1e-15) -Because 'Exact has no epsilon'
        Assert-Near (Measure-CrossEntropy 0, 1, 0 0.05, 0.9, 0.05 -Kind $kind -Convention Exact).Loss $expected 1e-14
    }
}
